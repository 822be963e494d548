// A long list of checkboxes gets a search field; the chosen ones stand first.

function enhance(list) {
  const items = [...list.children];
  // Django writes the class and the words on every box, too.
  const chosen = items.filter((item) => item.querySelector("input")?.checked);
  list.prepend(...chosen);
  if (items.length < 9) {
    return;
  }
  const words = list.querySelector("[data-desk-choices]").dataset.deskChoices;
  const search = document.createElement("input");
  search.type = "search";
  search.className = "desk-choices-search";
  search.placeholder = words;
  search.setAttribute("aria-label", words);
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    const asked = search.value.trim().toLowerCase();
    for (const item of list.children) {
      item.hidden = Boolean(asked) && !item.textContent.toLowerCase().includes(asked) && !item.querySelector("input")?.checked;
    }
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      const first = [...list.children].find((item) => !item.hidden && !item.querySelector("input").checked);
      first?.querySelector("input").click();
      search.select();
    }
  });
  list.before(search);
}

for (const list of document.querySelectorAll("div.desk-choices")) {
  enhance(list);
}
