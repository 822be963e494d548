// What a reader may do with a story: set the size of its letters, have it read aloud, print it, quote it with its address.

const tools = document.querySelector("[data-reading]");
const prose = document.querySelector(".prose");
const LARGEST = 3;

function remembered() {
  try {
    return Math.min(LARGEST, Math.max(0, Number(localStorage.getItem("letters")) || 0));
  } catch {
    return 0;
  }
}

function letters() {
  const [smaller, larger] = tools.querySelectorAll("[data-letters]");
  let size = remembered();
  const show = () => {
    if (size) {
      document.documentElement.dataset.letters = size;
    } else {
      delete document.documentElement.dataset.letters;
    }
    // Not `disabled`: a button that a keyboard stands on must not go away under it.
    smaller.setAttribute("aria-disabled", String(size === 0));
    larger.setAttribute("aria-disabled", String(size === LARGEST));
  };
  const by = (step) => () => {
    size = Math.min(LARGEST, Math.max(0, size + step));
    try {
      localStorage.setItem("letters", size);
    } catch {
      // Storage may be switched off: the size then lasts as long as the page.
    }
    show();
  };
  smaller.addEventListener("click", by(-1));
  larger.addEventListener("click", by(1));
  show();
}

// A sentence at a time: browsers fall silent in long utterances.
function sentences(node) {
  const copy = node.cloneNode(true);
  for (const extra of copy.querySelectorAll(".chip, .unseen, [hidden]")) {
    extra.remove();
  }
  return copy.textContent.replace(/\s+/g, " ").match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]*/g) ?? [];
}

function listen() {
  const button = tools.querySelector("[data-listen]");
  const speech = window.speechSynthesis;
  const language = document.documentElement.lang.slice(0, 2);
  const label = button.querySelector("span");
  const words = label.textContent;
  let turn = 0;
  const voice = () => speech.getVoices().find((each) => each.lang.slice(0, 2).toLowerCase() === language);
  const offer = () => {
    button.toggleAttribute("data-off", !voice());
  };
  const hush = () => {
    turn += 1;
    speech.cancel();
    button.setAttribute("aria-pressed", "false");
    label.textContent = words;
    document.querySelector("[data-spoken]")?.removeAttribute("data-spoken");
  };
  const say = (text) =>
    new Promise((done) => {
      const said = new SpeechSynthesisUtterance(text);
      said.voice = voice();
      said.lang = document.documentElement.lang;
      said.addEventListener("end", done);
      said.addEventListener("error", done);
      speech.speak(said);
    });
  const read = async () => {
    turn += 1;
    const mine = turn;
    button.setAttribute("aria-pressed", "true");
    label.textContent = button.dataset.listen;
    const spoken = prose.querySelectorAll(":scope > p:not(.read-also), h2, h3, li, blockquote p");
    for (const node of [document.querySelector("h1"), ...spoken]) {
      document.querySelector("[data-spoken]")?.removeAttribute("data-spoken");
      node.dataset.spoken = "";
      for (const sentence of sentences(node)) {
        await say(sentence);
        if (turn !== mine) {
          return;
        }
      }
    }
    hush();
  };
  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? hush() : read()));
  addEventListener("pagehide", hush);
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}

// What is marked in the copy can be taken along with its source; the address leads browsers to those words.
function quoting() {
  const button = tools.querySelector("[data-quote]");
  const label = button.querySelector("span");
  const words = label.textContent;
  const marked = () => {
    const chosen = getSelection();
    const within = chosen.rangeCount && prose.contains(chosen.getRangeAt(0).commonAncestorContainer);
    const text = within ? chosen.toString().replace(/\s+/g, " ").trim() : "";
    return text.length > 8 && text.length < 1_500 ? text : "";
  };
  let quote = "";
  document.addEventListener("selectionchange", () => {
    const text = marked();
    // Pressing the button may unmark the words: they are remembered while it is being used.
    if (text || !button.matches(":focus, :active")) {
      quote = text;
      button.hidden = !quote;
      label.textContent = words;
    }
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", async () => {
    const parts = quote.split(" ");
    const ends = parts.length > 8 ? [parts.slice(0, 4).join(" "), parts.slice(-4).join(" ")] : [quote];
    const target = ends.map((part) => encodeURIComponent(part).replaceAll("-", "%2D")).join(",");
    const source = `${document.querySelector("h1").textContent}, ${button.dataset.quote}#:~:text=${target}`;
    try {
      await navigator.clipboard.writeText(`“${quote}”\n${source}`);
      label.textContent = button.dataset.copied;
    } catch {
      label.textContent = button.dataset.failed;
    }
  });
}

if (tools && prose) {
  letters();
  if (window.speechSynthesis) {
    listen();
  }
  tools.querySelector("[data-print]").addEventListener("click", () => print());
  if (tools.querySelector("[data-quote]")) {
    quoting();
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = !navigator.share;
    button.addEventListener("click", () => {
      navigator.share({ title: document.querySelector("h1").textContent, url: button.dataset.share }).catch(() => {});
    });
  }
}
