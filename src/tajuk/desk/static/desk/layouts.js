// Laying out a front. Without this script every button is a post that answers the whole screen; with it the answer
// is put into its place, rows are dragged, and Alt with an arrow moves the row that has the focus.

function parts(root) {
  return root.querySelectorAll("[data-layout-sheet], [data-layout-offered]");
}

class Layout {
  constructor(form) {
    this.form = form;
    form.dataset.layoutReady = "";
    form.addEventListener("submit", (event) => this.onSubmit(event));
    form.addEventListener("keydown", (event) => this.onKey(event));
    for (const kind of ["dragstart", "dragover", "drop", "dragend"]) {
      form.addEventListener(kind, (event) => this[kind](event));
    }
    form.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("[data-layout-grip]")?.closest("[data-layout-row]");
      if (row) {
        row.draggable = true;
      }
    });
    document.addEventListener("click", (event) => {
      this.leaving ||= Boolean(event.target.closest("[data-layout-leaves]"));
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && form.querySelector("[data-layout-changed]")) {
        event.preventDefault();
      }
    });
  }

  get rows() {
    return [...this.form.querySelectorAll("[data-layout-row]")];
  }

  onSubmit(event) {
    if (this.leaving) {
      return;
    }
    const verb = event.submitter?.value ?? "find";
    if (verb === "save" || verb === "mine") {
      this.leaving = true;
      return;
    }
    event.preventDefault();
    this.ask(verb);
  }

  // Ask the desk what the screen looks like after a button, and show that.
  async ask(verb) {
    if (this.asking) {
      return;
    }
    this.asking = true;
    const body = new FormData(this.form);
    body.set("do", verb);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-layout]");
      if (!fresh) {
        throw new Error(answer.status);
      }
      this.show(fresh, verb);
    } catch {
      // The session may be over, or the desk restarting: the post itself tells.
      this.leaving = true;
      const button = document.createElement("button");
      Object.assign(button, { type: "submit", name: "do", value: verb, hidden: true });
      this.form.append(button);
      this.form.requestSubmit(button);
    } finally {
      this.asking = false;
    }
  }

  show(fresh, verb) {
    const old = [...parts(this.form)];
    [...parts(fresh)].forEach((part, index) => old[index].replaceWith(document.importNode(part, true)));
    const [name, value] = verb.split(":");
    const target = { up: Number(value) - 1, down: Number(value) + 1, first: 0, out: Number(value), moved: Number(value) }[name];
    if (target !== undefined && this.rows[target]) {
      const row = this.rows[target];
      const wanted = row.querySelector(`button[value^="${name}:"]:not(:disabled)`) ?? row.querySelector("button:not(:disabled)");
      wanted?.focus();
      this.say(row);
    } else if (name === "find") {
      this.form.querySelector("#layout-q")?.focus();
    } else {
      const row = this.rows.find((each) => each.dataset.layoutRow === value);
      this.form.querySelector("[data-layout-offered] button[value^='add:']")?.focus();
      this.say(row);
    }
  }

  say(row) {
    const said = this.form.querySelector("[data-layout-said]");
    if (row && said) {
      const text = (part) => row.querySelector(part)?.textContent.trim().replace(/\s+/g, " ") ?? "";
      said.textContent = `${text(".layout__place")}: ${text(".layout__headline")}`;
    }
  }

  onKey(event) {
    const row = event.target.closest("[data-layout-row]");
    const verb = { ArrowUp: "up", ArrowDown: "down", Home: "first" }[event.key];
    if (!row || !verb || !event.altKey) {
      return;
    }
    event.preventDefault();
    const button = row.querySelector(`button[value^="${verb}:"]`);
    if (!button.disabled) {
      this.ask(button.value);
    }
  }

  dragstart(event) {
    const row = event.target.closest?.("[data-layout-row]");
    if (row) {
      this.lifted = row;
      row.classList.add("is-lifted");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    }
  }

  dragover(event) {
    const row = event.target.closest?.("[data-layout-row]");
    if (!this.lifted || !row) {
      return;
    }
    event.preventDefault();
    for (const each of this.rows) {
      each.classList.toggle("is-target", each === row && row !== this.lifted);
    }
  }

  drop(event) {
    const row = event.target.closest?.("[data-layout-row]");
    if (!this.lifted || !row) {
      return;
    }
    event.preventDefault();
    if (row !== this.lifted) {
      const isDown = this.rows.indexOf(this.lifted) < this.rows.indexOf(row);
      row[isDown ? "after" : "before"](this.lifted);
      this.ask(`moved:${this.rows.indexOf(this.lifted)}`);
    }
  }

  dragend() {
    for (const each of this.rows) {
      each.classList.remove("is-lifted", "is-target");
      each.draggable = false;
    }
    this.lifted = null;
  }
}

for (const form of document.querySelectorAll("[data-layout]")) {
  new Layout(form);
}
