// Lists that renew themselves, and lists that are driven by the keyboard.
//
// An element with data-desk-live=<address> has its contents renewed: the part of it that the address answers.
// Rows carry data-desk-row=<id>; one without a data-desk-take=<address> cannot be taken.

const parser = new DOMParser();
const SLOWER_WHEN_HIDDEN = 5;

function rowsOf(place) {
  return [...place.querySelectorAll("[data-desk-row]")];
}

function mark(row) {
  return `${row.dataset.deskRow} ${row.dataset.deskVersion}`;
}

function selected(place) {
  return document.activeElement?.closest?.("[data-desk-row]") ?? place.querySelector(".is-selected");
}

function select(row, { scroll = true } = {}) {
  for (const other of document.querySelectorAll(".is-selected")) {
    other.classList.remove("is-selected");
  }
  if (row) {
    row.classList.add("is-selected");
    row.classList.remove("is-new");
    row.querySelector("a")?.focus({ preventScroll: true });
    if (scroll) {
      row.scrollIntoView({ block: "nearest" });
    }
  }
}

let audio;

// Two short tones, made here: a browser plays them once the page was touched.
function sound() {
  audio ??= new AudioContext();
  for (const [start, pitch] of [
    [0, 880],
    [0.18, 1175],
  ]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.setValueAtTime(0.12, audio.currentTime + start);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + start + 0.16);
    tone.frequency.value = pitch;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.17);
  }
}

function notify(headline, address, tag) {
  if (!("Notification" in window) || Notification.permission !== "granted") {
    return;
  }
  const notice = new Notification(headline, { tag: `tajuk-wire-${tag}` });
  notice.addEventListener("click", () => {
    window.focus();
    if (address) {
      window.location.assign(address);
    }
  });
}

// The button to allow notices is shown while the browser has not been asked.
function offerNotices(place) {
  const button = place.querySelector("[data-desk-allow]");
  if (button && "Notification" in window && Notification.permission === "default") {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await Notification.requestPermission();
      button.hidden = true;
    });
  }
}

class Live {
  constructor(holder) {
    this.holder = holder;
    this.seen = new Set(rowsOf(holder).map(mark));
    this.title = document.title;
    this.urgent = new Set();
    this.round = 0;
    offerNotices(holder);
    window.setInterval(() => this.tick(), Number(holder.dataset.deskEvery || 10) * 1000);
    for (const sign of ["pointerdown", "keydown"]) {
      document.addEventListener(sign, () => this.noticed());
    }
  }

  get place() {
    return this.holder.querySelector("#listing-results") ?? this.holder;
  }

  noticed() {
    this.urgent.clear();
    document.title = this.title;
  }

  async tick() {
    this.round += 1;
    if (this.asking || (document.hidden && this.round % SLOWER_WHEN_HIDDEN)) {
      return;
    }
    this.asking = true;
    try {
      await this.ask();
    } catch {
      // The desk may be restarting: the next round asks again.
    } finally {
      this.asking = false;
    }
  }

  async ask() {
    const query = window.location.search;
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    if (this.tag && this.asked === query) {
      headers["If-None-Match"] = this.tag;
    }
    const answer = await fetch(this.holder.dataset.deskLive + query, { headers, cache: "no-store" });
    if (answer.status !== 200 || answer.redirected || query !== window.location.search) {
      return;
    }
    const text = await answer.text();
    this.tag = answer.headers.get("ETag");
    this.asked = query;
    if (text !== this.last) {
      this.last = text;
      this.show(parser.parseFromString(text, "text/html"));
    }
  }

  show(fresh) {
    const place = this.place;
    const kept = selected(place);
    const anchor = kept ?? (window.scrollY > 0 ? rowsOf(place).find((row) => row.getBoundingClientRect().top >= 0) : null);
    const before = anchor?.getBoundingClientRect().top;
    for (const row of fresh.querySelectorAll("[data-desk-row]")) {
      this.meet(row);
    }
    const open = [...place.querySelectorAll("details[data-desk-event][open]")].map((each) => each.dataset.deskEvent);
    place.replaceChildren(...[...fresh.body.childNodes].map((node) => document.importNode(node, true)));
    for (const each of open) {
      place.querySelector(`details[data-desk-event="${each}"]`)?.setAttribute("open", "");
    }
    const find = (row) => place.querySelector(`[data-desk-row="${row.dataset.deskRow}"]`);
    const again = anchor && find(anchor);
    if (again) {
      window.scrollBy(0, again.getBoundingClientRect().top - before);
    }
    if (kept && find(kept)) {
      select(find(kept), { scroll: false });
    }
  }

  meet(row) {
    if (this.seen.has(mark(row))) {
      return;
    }
    this.seen.add(mark(row));
    row.classList.add("is-new");
    if ("deskUrgent" in row.dataset) {
      this.urgent.add(row.dataset.deskRow);
      document.title = `(${this.urgent.size}!) ${this.title}`;
    }
    if ("deskHeard" in row.dataset) {
      sound();
    }
    if (row.dataset.deskNoticed) {
      notify(row.dataset.deskNoticed, row.querySelector("a")?.href, row.dataset.deskRow);
    }
  }
}

function post(address) {
  const settings = JSON.parse(document.getElementById("wagtail-config").textContent);
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = settings.CSRF_TOKEN;
  form.append(token);
  document.body.append(form);
  form.submit();
}

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable=true], [role=textbox], dialog, [role=dialog]");
}

function move(step) {
  const rows = rowsOf(document);
  const at = rows.indexOf(selected(document));
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
  select(rows[next]);
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) {
    return;
  }
  const row = selected(document);
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    t: () => {
      const form = document.querySelector("form[data-desk-take-form]");
      if (form) {
        form.requestSubmit();
      } else if (row?.dataset.deskTake) {
        post(row.dataset.deskTake);
      } else if (row) {
        row.querySelector("a")?.click();
      }
    },
  };
  if (event.key in actions && (rowsOf(document).length || document.querySelector("[data-desk-take-form]"))) {
    event.preventDefault();
    actions[event.key]();
  }
}

for (const holder of document.querySelectorAll("[data-desk-live]")) {
  new Live(holder);
}
document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-desk-row]");
  if (row) {
    select(row, { scroll: false });
  }
});
