// The interactive chart of an instrument: loaded when a reader asks for it, read with the pointer or the keyboard.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 800;
const HEIGHT = 320;
const PAD = 8;
const DAYS = { "1M": 31, "6M": 183, "1Y": 366, "5Y": 1830 };

function make(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

async function history(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) {
    throw new Error(answer.statusText);
  }
  return answer.json();
}

class Chart {
  constructor(host, own) {
    this.host = host;
    this.own = own;
    this.other = null;
    this.count = own.days.length;
    const language = document.documentElement.lang;
    this.day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    this.number = (value, decimals) =>
      new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
    this.percent = (value) =>
      `${new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" }).format(value)}%`.replace("-", "\u2212");
    this.build();
    this.from(DAYS["1Y"]);
  }

  build() {
    const { host } = this;
    this.plot = make("svg", {
      class: "chart instrument__plot",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    this.output = element("output", { class: "instrument__reading", for: "chart-place" });
    this.slider = element("input", {
      type: "range",
      id: "chart-place",
      class: "instrument__place",
      min: "0",
      step: "1",
      "aria-label": host.dataset.symbolName,
      "aria-describedby": "chart-help",
    });
    const ranges = element("select", { id: "chart-from" });
    for (const name of Object.keys(DAYS)) {
      ranges.append(element("option", { value: name }, name));
    }
    ranges.value = "1Y";
    const others = element("select", { id: "chart-other" }, element("option", { value: "" }, host.dataset.nothing));
    others.append(host.querySelector("[data-others]").content.cloneNode(true));
    this.ranges = ranges;
    const tools = element(
      "p",
      { class: "instrument__tools" },
      element("label", { for: "chart-from" }, `${host.dataset.from} `),
      ranges,
      element("label", { for: "chart-other" }, `${host.dataset.compare} `),
      others,
    );
    const help = element("p", { id: "chart-help", class: "chart__note" }, host.dataset.help);
    this.frame = element("figure", { class: "instrument__frame" }, tools, this.output, this.plot, this.slider, help);
    host.replaceChildren(this.frame);
    ranges.addEventListener("change", () => this.from(DAYS[ranges.value]));
    others.addEventListener("change", () => this.compare(others.value));
    this.slider.addEventListener("input", () => this.read());
    this.slider.addEventListener("keydown", (event) => this.zoom(event));
    this.plot.addEventListener("pointermove", (event) => this.point(event));
    this.plot.addEventListener("pointerdown", (event) => this.point(event));
  }

  // Show the last so many calendar days.
  from(days) {
    const last = this.own.days.at(-1);
    const start = new Date(Date.parse(last) - days * 86_400_000).toISOString().slice(0, 10);
    this.first = Math.max(0, this.own.days.findIndex((day) => day >= start));
    this.draw();
  }

  zoom(event) {
    const factor = { "+": 0.5, "=": 0.5, "-": 2 }[event.key];
    if (factor) {
      event.preventDefault();
      const shown = Math.max(10, Math.round((this.count - this.first) * factor));
      this.first = Math.max(0, this.count - shown);
      this.draw();
    }
  }

  async compare(address) {
    this.other = null;
    if (address) {
      try {
        const told = await history(address);
        this.other = { symbol: told.symbol, closes: new Map(told.days.map((day, place) => [day, told.closes[place]])) };
      } catch {
        this.output.textContent = this.host.dataset.failed;
      }
    }
    this.draw();
  }

  // The lines as values by place: the figures themselves, or both in per cent of their first day.
  lines() {
    const days = this.own.days.slice(this.first);
    const closes = this.own.closes.slice(this.first);
    if (!this.other) {
      return { days, lines: [closes] };
    }
    const beside = days.map((day) => this.other.closes.get(day) ?? null);
    const start = beside.findIndex((value) => value !== null);
    if (start < 0) {
      return { days, lines: [closes] };
    }
    let last = beside[start];
    const whole = beside.map((value) => (last = value ?? last));
    const rebased = (values) => values.map((value) => (value / values[start] - 1) * 100);
    return { days, lines: [rebased(closes), rebased(whole)] };
  }

  draw() {
    this.shown = this.lines();
    const { days, lines } = this.shown;
    const every = lines.flat();
    const low = Math.min(...every);
    const high = Math.max(...every);
    const scale = high > low ? (HEIGHT - 2 * PAD) / (high - low) : 0;
    const across = WIDTH / Math.max(1, days.length - 1);
    this.x = (place) => place * across;
    this.y = (value) => (scale ? HEIGHT - PAD - (value - low) * scale : HEIGHT / 2);
    const grid = make("g", { class: "chart-grid", stroke: "currentColor", "stroke-opacity": "0.15" });
    for (let part = 0; part <= 4; part += 1) {
      const row = PAD + ((HEIGHT - 2 * PAD) * part) / 4;
      grid.append(make("path", { d: `M0 ${row}H${WIDTH}`, "vector-effect": "non-scaling-stroke" }));
    }
    const drawn = lines.map((line, number) =>
      make("polyline", {
        class: number ? "chart-line chart-line--other" : "chart-line",
        points: line.map((value, place) => `${this.x(place).toFixed(1)},${this.y(value).toFixed(1)}`).join(" "),
        fill: "none",
        stroke: "currentColor",
        "stroke-width": "2",
        "vector-effect": "non-scaling-stroke",
      }),
    );
    this.cross = make("path", { class: "chart-base", stroke: "currentColor", "vector-effect": "non-scaling-stroke" });
    this.plot.replaceChildren(grid, ...drawn, this.cross);
    this.slider.max = String(days.length - 1);
    this.slider.value = this.slider.max;
    this.read();
  }

  point(event) {
    const box = this.plot.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    this.slider.value = String(Math.round(part * (this.shown.days.length - 1)));
    this.read();
  }

  read() {
    const place = Number(this.slider.value);
    const { days, lines } = this.shown;
    this.cross.setAttribute("d", `M${this.x(place).toFixed(1)} 0V${HEIGHT}`);
    const day = this.day.format(new Date(days[place]));
    const close = this.number(this.own.closes[this.first + place], this.own.decimals);
    const start = this.own.closes[this.first];
    const parts = [`${day}: ${this.own.symbol} ${close} (${this.percent((this.own.closes[this.first + place] / start - 1) * 100)})`];
    if (lines[1]) {
      parts.push(`${this.other.symbol} ${this.percent(lines[1][place])}`);
    }
    this.output.textContent = parts.join(" · ");
    this.slider.setAttribute("aria-valuetext", parts.join(", "));
  }
}

export async function open(host) {
  const chart = new Chart(host, await history(host.dataset.history));
  chart.slider.focus();
}
