// Copy a story's address.

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.querySelector("[role=status]");
  const text = label.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    label.textContent = button.dataset.copied;
    setTimeout(() => {
      label.textContent = text;
    }, 3_000);
  });
}
