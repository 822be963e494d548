// A promo over the page: shown once a campaign, after a while, and gone for good when it was closed.

const overlay = document.querySelector("[data-promo-overlay]");
const AFTER = 6_000;

function seen(campaign) {
  try {
    return localStorage.getItem(`promo:${campaign}`) === "seen";
  } catch {
    // Who keeps no storage could not close it for good: they are not shown it.
    return true;
  }
}

if (overlay && !seen(overlay.dataset.promoOverlay)) {
  const campaign = overlay.dataset.promoOverlay;
  const close = () => {
    const within = overlay.contains(document.activeElement);
    overlay.hidden = true;
    document.removeEventListener("keydown", escape);
    if (within) {
      document.querySelector("main a")?.focus({ preventScroll: true });
    }
  };
  const escape = (event) => {
    if (event.key === "Escape") {
      close();
    }
  };
  for (const part of overlay.querySelectorAll("[data-close]")) {
    part.addEventListener("click", close);
  }
  setTimeout(() => {
    overlay.hidden = false;
    localStorage.setItem(`promo:${campaign}`, "seen");
    document.addEventListener("keydown", escape);
  }, AFTER);
}
