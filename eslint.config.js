import js from "@eslint/js";
import globals from "globals";

export default [
  {
    ignores: ["**/vendor/**", ".venv/**", ".cache/**", "tajuk-data/**"],
  },
  js.configs.recommended,
  {
    files: ["src/**/*.js"],
    languageOptions: { sourceType: "module", globals: { ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: "error",
      eqeqeq: "error",
      "no-alert": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-var": "error",
      "prefer-const": "error",
      // Text that came from elsewhere must never become markup in a reader's page.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Build elements, or set textContent." },
        { property: "outerHTML", message: "Build elements, or set textContent." },
        { object: "document", property: "write", message: "Build elements." },
      ],
    },
  },
  {
    files: ["src/**/*worker.js"],
    // What the site writes before the text of its service worker.
    languageOptions: { globals: { ...globals.serviceworker, TAJUK: "readonly" } },
  },
];
