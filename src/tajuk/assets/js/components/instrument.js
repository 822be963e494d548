// The interactive chart is fetched when somebody asks for it, and not before.

for (const host of document.querySelectorAll("[data-interactive]")) {
  const button = host.querySelector("[data-open]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { open } = await import(host.dataset.module);
      await open(host);
    } catch {
      button.disabled = false;
      button.textContent = host.dataset.failed;
    }
  });
}
