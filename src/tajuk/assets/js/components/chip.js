// The price now of an instrument in copy comes with the bar's next figures; asked for, it is there at once.

const chips = document.querySelectorAll(".chip[data-symbol]");
const bar = document.querySelector("[data-market-bar]");

if (chips.length && bar) {
  const shown = new MutationObserver((changes) => {
    for (const change of changes) {
      change.target.querySelector(".chip__now").hidden = false;
    }
  });
  for (const chip of chips) {
    shown.observe(chip, { attributes: true, attributeFilter: ["data-state"] });
  }
  // Once the bar listens, whichever script runs first.
  setTimeout(() => bar.dispatchEvent(new Event("quotes-wanted")));
}
