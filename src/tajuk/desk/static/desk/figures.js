// The figure check beside the text: asked anew when the draft is saved, and when somebody asks.

const panel = document.querySelector("[data-figures]");

if (panel) {
  const report = panel.querySelector("[data-figures-report]");
  const button = panel.querySelector("[data-figures-check]");
  let asked = 0;

  const check = async () => {
    asked += 1;
    const mine = asked;
    report.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(panel.dataset.figures, { credentials: "same-origin" });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked) {
        report.replaceChildren(...page.body.childNodes);
      }
    } catch {
      report.textContent = panel.dataset.failed;
    }
    report.removeAttribute("aria-busy");
  };

  button.addEventListener("click", check);
  document.addEventListener("w-autosave:success", check);
  check();
}
