export default {
  extends: ["stylelint-config-standard"],
  ignoreFiles: ["**/vendor/**", ".venv/**", ".cache/**", "tajuk-data/**"],
  reportDescriptionlessDisables: true,
  reportNeedlessDisables: true,
  rules: {
    // Layers, not the order in the file, decide which rule wins.
    "no-descending-specificity": null,
    // A component's parts are named component__part and component--variant.
    "selector-class-pattern": [
      "^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$",
      { message: "Name classes component, component__part or component--variant." },
    ],
    // Safari on a phone knows only the prefixed name.
    "property-no-vendor-prefix": [true, { ignoreProperties: ["-webkit-text-size-adjust"] }],
    "declaration-no-important": true,
    "selector-max-id": 0,
    // The content policy lets nothing in from elsewhere.
    "function-url-scheme-disallowed-list": ["http", "https"],
  },
};
