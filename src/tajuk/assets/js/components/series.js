// A photo story: one picture at a time, by buttons or keys. Fingers and wheels need no script.

for (const series of document.querySelectorAll("[data-series]")) {
  const scroll = series.querySelector(".series__scroll");
  const items = [...series.querySelectorAll(".series__item")];
  const place = series.querySelector("[data-place]");
  const [back, on] = series.querySelectorAll("[data-step]");
  let at = 0;
  const tell = (now) => {
    at = now;
    const words = `${at + 1} / ${items.length}`;
    if (place.textContent !== words) {
      place.textContent = words;
    }
    back.setAttribute("aria-disabled", String(at === 0));
    on.setAttribute("aria-disabled", String(at === items.length - 1));
  };
  const go = (to) => {
    const next = Math.min(items.length - 1, Math.max(0, to));
    scroll.scrollTo({ left: items[next].offsetLeft - items[0].offsetLeft });
    tell(next);
  };
  back.addEventListener("click", () => go(at - 1));
  on.addEventListener("click", () => go(at + 1));
  scroll.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: items.length - 1 };
    if (event.key in steps) {
      event.preventDefault();
      go(steps[event.key]);
    }
  });
  // After a finger or a wheel: which picture stands there now.
  let still = 0;
  scroll.addEventListener("scroll", () => {
    clearTimeout(still);
    still = setTimeout(() => tell(Math.round(scroll.scrollLeft / scroll.clientWidth)), 120);
  });
  tell(0);
}
