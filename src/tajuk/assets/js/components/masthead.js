// The theme that a reader chose, and a menu that closes with the Escape key.

const root = document.documentElement;
const themes = ["auto", "light", "dark"];

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be switched off: the choice then lasts as long as the page.
  }
}

function show(theme) {
  if (theme === "auto") {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = theme;
  }
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.title = button.dataset[theme];
    button.setAttribute("aria-label", button.dataset[theme]);
  }
}

let theme = themes.includes(stored("theme")) ? stored("theme") : "auto";
show(theme);
root.dataset.scripted = "";

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    store("theme", theme);
    show(theme);
  });
}

for (const menu of document.querySelectorAll("[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) {
      menu.open = false;
    }
  });
}
