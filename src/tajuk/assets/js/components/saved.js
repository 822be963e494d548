// Saved stories: the worker keeps them and asks the site about each; a page only shows what the worker keeps.

const language = document.documentElement.lang;
const shelf = document.querySelector("[data-shelf]");
const copy = document.querySelector("[data-saved-copy]");
const EVERY = 60_000;
const SOON = 2_000;
const OLD = 6 * 3_600_000;
const LEASE = 24 * 3_600_000;
// Not there on a site without HTTPS, nor where a browser keeps nothing.
const able = "serviceWorker" in navigator && "caches" in window;

async function tell(verb, key) {
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((answer) => {
    const channel = new MessageChannel();
    channel.port1.addEventListener("message", (event) => answer(event.data));
    channel.port1.start();
    active.postMessage({ verb, key }, [channel.port2]);
  });
}

const begin = () => navigator.serviceWorker.register("/sw.js").catch(() => null);

async function kept(key) {
  return (await caches.open("saved")).match(key);
}

async function offer(button) {
  const label = button.querySelector("[role=status]");
  const show = (isSaved, words) => {
    button.setAttribute("aria-pressed", String(isSaved));
    label.textContent = words ?? (isSaved ? button.dataset.saved : button.dataset.unsaved);
  };
  show(Boolean(await kept(button.dataset.save)));
  button.removeAttribute("data-off");
  button.addEventListener("click", async () => {
    button.disabled = true;
    await begin();
    const before = button.getAttribute("aria-pressed") === "true";
    const said = await tell(before ? "drop" : "save", button.dataset.save);
    show(said === "saved", button.dataset[said]);
    button.disabled = false;
  });
}

const moment = (value) =>
  `${new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Jakarta" }).format(value)} WIB`;

// A line of the list: what the copy says of itself, or why there is none.
function line(key, state, text) {
  const row = shelf.querySelector("template").content.firstElementChild.cloneNode(true);
  const link = row.querySelector("a");
  if (state) {
    link.replaceWith(shelf.dataset[state]);
  } else {
    const found = new DOMParser().parseFromString(text, "text/html");
    link.textContent = found.querySelector("h1").textContent;
    link.href = new URL(found.querySelector("link[rel=canonical]").href).pathname;
    link.lang = found.documentElement.lang;
    const time = found.querySelector(".byline time");
    row.querySelector("time").dateTime = time.dateTime;
    row.querySelector("time").textContent = time.textContent;
  }
  row.querySelector("button").addEventListener("click", async () => {
    await tell("drop", key);
    await list();
    shelf.querySelector("h2")?.focus();
  });
  return row;
}

async function list() {
  const cache = await caches.open("saved");
  const rows = [];
  for (const request of await cache.keys()) {
    const answer = await cache.match(request);
    if (answer) {
      const headers = answer.headers;
      // What the worker deletes the next time it runs is not told any more now.
      const state = headers.get("x-state") ?? (Date.now() - headers.get("x-checked") > LEASE ? "unchecked" : null);
      rows.push([headers.get("x-since"), line(new URL(request.url).pathname, state, await answer.text())]);
    }
  }
  rows.sort(([one], [other]) => (one < other ? 1 : -1));
  shelf.querySelector("ul").replaceChildren(...rows.map(([, row]) => row));
  const none = shelf.querySelector("[data-none]");
  none.textContent = shelf.dataset.none;
  none.hidden = rows.length > 0;
  shelf.querySelector("[data-count]").textContent = rows.length ? `(${rows.length})` : "";
}

let again = SOON / 2;

async function look(now) {
  if (document.hidden || !navigator.onLine) {
    return shelf && list();
  }
  const { many, missed } = await tell("check", now);
  clearTimeout(look.timer);
  if (many) {
    // A network that has just come back may take a moment until it carries.
    again = missed ? Math.min(again * 2, EVERY) : SOON / 2;
    look.timer = setTimeout(look, missed ? again : EVERY);
  }
  return shelf && list();
}

if (able) {
  for (const button of document.querySelectorAll("[data-save]")) {
    offer(button);
  }
  // After all that a page needs; who saves data is not sent pages for later before they ask for that.
  const start = () => {
    if (!navigator.connection?.saveData || shelf) {
      begin();
    }
    look();
  };
  addEventListener("load", () => setTimeout(start, 1_000));
  addEventListener("online", () => {
    look(true);
    if (copy || shelf?.dataset.shelf === "offline") {
      // A network is not yet the site: the page goes only when there is another.
      const back = fetch(location.href, { method: "HEAD", cache: "no-store" });
      back.then(() => location.reload()).catch(() => {});
    }
  });
  document.addEventListener("visibilitychange", () => look());
  if (shelf) {
    list();
  }
  if (copy?.dataset.checked) {
    const checked = new Date(copy.dataset.checked);
    copy.textContent = (Date.now() - checked > OLD ? copy.dataset.old : copy.dataset.fresh).replace("{}", moment(checked));
  }
} else if (shelf) {
  shelf.querySelector("[data-none]").textContent = shelf.dataset.unable;
}
