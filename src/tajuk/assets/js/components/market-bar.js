// The market bar's figures, asked for anew every quarter of a minute while somebody looks.

const bar = document.querySelector("[data-market-bar]");
const EVERY = 15_000;
const CALM = 60_000;
const LONGEST = 300_000;

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
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Jakarta", hour: "2-digit", minute: "2-digit" });
  let paused = stored();
  let version = 0;
  let wait = EVERY;
  let timer = 0;

  const figure = (value, decimals) =>
    value === null
      ? "–"
      : new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
          value,
        );

  const put = (node, value, text) => {
    if (node && node.textContent !== text) {
      node.textContent = text;
      node.value = value ?? "";
    }
  };

  const show = (row, quote) => {
    const [decimals, changes] = quote.decimals;
    put(row.querySelector("[data-value]"), quote.value, figure(quote.value, decimals));
    put(row.querySelector("[data-change]"), quote.change, figure(quote.change, changes));
    const percent = figure(quote.change_percent, 2);
    put(row.querySelector("[data-percent]"), quote.change_percent, quote.change_percent === null ? percent : `${percent}%`);
    row.dataset.way = quote.change === null ? "unknown" : ["down", "flat", "up"][Math.sign(quote.change) + 1];
    row.dataset.state = quote.state;
    row.querySelector("[data-state-text]").textContent = states[quote.state].replace("{}", quote.delay ?? 0);
    const time = row.querySelector("[data-as-of]");
    if (time && quote.as_of) {
      time.dateTime = quote.as_of;
      time.textContent = `${hour.format(new Date(quote.as_of))} WIB`;
    }
  };

  const take = (snapshot) => {
    // What is older than what stands there is late news.
    if (snapshot.version <= version) {
      return;
    }
    version = snapshot.version;
    const quotes = new Map(snapshot.instruments.map((quote) => [quote.symbol, quote]));
    for (const row of bar.querySelectorAll("[data-symbol]")) {
      const quote = quotes.get(row.dataset.symbol);
      if (quote) {
        show(row, quote);
      }
    }
    const open = snapshot.instruments.some((quote) => ["live", "delayed"].includes(quote.state));
    wait = open ? EVERY : CALM;
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

  const plan = () => {
    clearTimeout(timer);
    if (!paused && !document.hidden) {
      // Readers who came together do not ask together.
      timer = setTimeout(ask, wait * (0.85 + 0.3 * Math.random()));
    }
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
    try {
      localStorage.setItem("market-bar", paused ? "paused" : "");
    } catch {
      // Storage may be switched off: the pause then lasts as long as the page.
    }
    status.textContent = "";
    tell();
    plan();
  });
  document.addEventListener("visibilitychange", plan);
  tell();
  plan();
}
