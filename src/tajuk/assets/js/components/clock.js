// The newsroom's clock: WIB wherever the reader is.

const language = document.documentElement.lang;
const zone = { timeZone: "Asia/Jakarta" };
const day = new Intl.DateTimeFormat(language, {
  ...zone,
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const hour = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
const clocks = document.querySelectorAll("[data-clock]");

function tick() {
  const now = new Date();
  for (const clock of clocks) {
    clock.textContent = `${day.format(now)} / ${hour.format(now)}`;
  }
  setTimeout(tick, 60_000 - (now.getTime() % 60_000));
}

if (clocks.length) {
  tick();
}
