// The preview of the paper's identity follows what is chosen: the desk answers the page, its preview is put in place.

const DELAY = 150;

class Identity {
  constructor(form) {
    this.form = form;
    form.addEventListener("input", (event) => {
      if (event.target.type !== "file") {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.look(), DELAY);
      }
    });
  }

  async look() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) {
      if (value instanceof File) {
        body.delete(name); // not sent for a look
      }
    }
    body.set("do", "look");
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const answer = await fetch(window.location.pathname, { method: "POST", body, cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-identity-preview]");
      if (fresh && turn === this.turn) {
        this.form.querySelector("[data-identity-preview]").replaceWith(document.importNode(fresh, true));
      }
    } catch {
      // The desk may be restarting: the next change asks again.
    }
  }
}

for (const form of document.querySelectorAll("[data-identity]")) {
  new Identity(form);
}
