// Quotes wherever the page shows them: asked for anew every quarter of a minute while somebody looks, or streamed
// to the pages that live from them. One reader's pause holds for both.

const bar = document.querySelector("[data-market-bar]");
const live = document.querySelector("[data-live]");
const EVERY = 15_000;
const CALM = 60_000;
const LONGEST = 300_000;
const STREAM_AGAIN = 60_000;

function stored() {
  try {
    return localStorage.getItem("market-bar") === "paused";
  } catch {
    return false;
  }
}

if (bar) {
  const language = document.documentElement.lang;
  const states = JSON.parse(bar.dataset.states);
  const button = bar.querySelector("[data-pause-button]");
  const status = bar.querySelector("[data-status]");
  const zone = { timeZone: "Asia/Jakarta" };
  const hour = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat("en-CA", { ...zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const brief = new Intl.DateTimeFormat(language, { ...zone, day: "numeric", month: "short" });
  const year = new Intl.DateTimeFormat("en", { ...zone, year: "numeric" });
  let paused = stored();
  let version = 0;
  let wait = EVERY;
  let timer = 0;
  let stream = null;
  let streamFrom = 0;

  const figure = (value, decimals) =>
    value === null
      ? "–"
      : new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
          .format(value)
          .replace("-", "\u2212");

  const put = (node, value, text) => {
    if (node && node.textContent !== text) {
      node.textContent = text;
      node.value = value ?? "";
    }
  };

  const moment = (text) => {
    const when = new Date(text);
    const time = `${hour.format(when)} WIB`;
    const now = new Date();
    if (day.format(when) === day.format(now)) {
      return time;
    }
    const older = year.format(when) === year.format(now) ? "" : ` ${year.format(when)}`;
    return `${brief.format(when)}${older} / ${time}`;
  };

  const show = (row, quote) => {
    const [decimals, changes] = row.dataset.decimals.split(" ").map(Number);
    put(row.querySelector("[data-value]"), quote.value, figure(quote.value, decimals));
    put(row.querySelector("[data-change]"), quote.change, figure(quote.change, changes));
    const percent = figure(quote.change_percent, 2);
    put(row.querySelector("[data-percent]"), quote.change_percent, quote.change_percent === null ? percent : `${percent}%`);
    row.dataset.way = quote.change === null ? "unknown" : ["down", "flat", "up"][Math.sign(quote.change) + 1];
    row.dataset.state = quote.state;
    const state = row.querySelector("[data-state-text]");
    if (state) {
      state.textContent = states[quote.state].replace("{}", row.dataset.delay || 0);
    }
    const time = row.querySelector("[data-as-of]");
    if (time && quote.as_of && time.dateTime !== quote.as_of) {
      time.dateTime = quote.as_of;
      time.textContent = moment(quote.as_of);
    }
  };

  // A snapshot, or what of it changed. What is older than what stands there is late news.
  const take = (snapshot) => {
    if (snapshot.version <= version) {
      return;
    }
    version = snapshot.version;
    const quotes = new Map(snapshot.instruments.map((quote) => [quote.symbol, quote]));
    for (const row of document.querySelectorAll("[data-symbol]")) {
      const quote = quotes.get(row.dataset.symbol);
      if (quote) {
        show(row, quote);
      }
    }
    wait = snapshot.open ? EVERY : CALM;
    status.textContent = `${bar.dataset.updated} ${hour.format(new Date(snapshot.as_of))} WIB`;
  };

  const ask = async () => {
    try {
      const answer = await fetch(bar.dataset.source, { signal: AbortSignal.timeout(8_000) });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      take(await answer.json());
    } catch {
      wait = Math.min(wait * 2, LONGEST);
    }
    plan();
  };

  // The stream tells changes only: what the page has is asked for first. Where there is no stream, asking goes on.
  const listen = async () => {
    streamFrom = Date.now() + STREAM_AGAIN;
    await ask();
    if (paused || document.hidden || !version || stream) {
      return;
    }
    const source = new EventSource(`${live.dataset.live}?after=${version}`);
    stream = source;
    document.documentElement.dataset.quotes = "connecting";
    source.addEventListener("open", () => {
      document.documentElement.dataset.quotes = "streamed";
      plan();
    });
    source.addEventListener("quotes", (event) => take(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) {
        hush();
        plan();
      }
    });
  };

  const hush = () => {
    stream?.close();
    stream = null;
    document.documentElement.dataset.quotes = "asked";
  };

  const plan = () => {
    clearTimeout(timer);
    if (paused || document.hidden) {
      hush();
      return;
    }
    if (stream?.readyState === EventSource.OPEN) {
      return;
    }
    const next = live && !stream && Date.now() >= streamFrom ? listen : ask;
    // Readers who came together do not ask together.
    timer = setTimeout(next, next === listen ? 500 : wait * (0.85 + 0.3 * Math.random()));
  };

  const tell = () => {
    button.setAttribute("aria-pressed", String(paused));
    button.querySelector("span").textContent = paused ? bar.dataset.resume : bar.dataset.pause;
    if (paused) {
      status.textContent = bar.dataset.paused;
    }
  };

  button.addEventListener("click", () => {
    paused = !paused;
    streamFrom = 0;
    try {
      localStorage.setItem("market-bar", paused ? "paused" : "");
    } catch {
      // Storage may be switched off: the pause then lasts as long as the page.
    }
    status.textContent = "";
    tell();
    plan();
  });
  // What has no figures of its own yet (the price now of a chip) is not left waiting.
  bar.addEventListener("quotes-wanted", () => {
    if (!paused && !live) {
      ask();
    }
  });
  document.addEventListener("visibilitychange", () => {
    streamFrom = 0;
    plan();
  });
  tell();
  plan();
}
