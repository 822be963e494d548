// Lists that renew themselves: an element with data-desk-live=<address> has its #listing-results replaced while the page is seen.
const EVERY_MS = 2000;

async function renew(holder) {
  const results = holder.querySelector("#listing-results");
  if (!results || document.hidden || results.contains(document.activeElement)) return;
  try {
    const answer = await fetch(holder.dataset.deskLive + window.location.search, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok || answer.redirected) return;
    const html = await answer.text();
    if (holder.dataset.deskLast !== html) {
      holder.dataset.deskLast = html;
      results.innerHTML = html;
    }
  } catch {
    // The desk may be restarting: the next round asks again.
  }
}

for (const holder of document.querySelectorAll("[data-desk-live]")) {
  window.setInterval(() => renew(holder), EVERY_MS);
}
