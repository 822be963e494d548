// A live blog that is open asks for news. New posts wait behind a button; what was mended or taken back is so at once.

const blog = document.querySelector("[data-blog]");
const EVERY = 20_000;
const LONGEST = 300_000;

if (blog) {
  const button = blog.querySelector("[data-news]");
  const posts = () => blog.querySelector("[data-live-posts]");
  let wait = EVERY;
  let timer = 0;
  let waiting = null;
  const idOf = (post) => Number(post.dataset.post);
  const versions = (root) => new Map([...root.querySelectorAll("[data-post]")].map((post) => [post.dataset.post, post]));

  // Put in what came, all but posts that the reader has not asked for.
  const take = (came) => {
    const shown = versions(posts());
    const fresh = versions(came);
    const newest = Math.max(0, ...[...shown.values()].map(idOf));
    const news = [...fresh.values()].filter((post) => !shown.has(post.dataset.post) && idOf(post) > newest);
    for (const [id, post] of shown) {
      const now = fresh.get(id);
      const key = posts().querySelector(`.live__keys a[href="#post-${id}"]`);
      if (!now) {
        post.closest("li").remove();
        key?.closest("li").remove();
      } else if (now.dataset.version !== post.dataset.version) {
        post.replaceWith(document.importNode(now, true));
        if (key) {
          key.textContent = now.querySelector("h3")?.textContent ?? "";
        }
      }
    }
    const state = posts().querySelector(".live__state");
    state.replaceWith(document.importNode(came.querySelector(".live__state"), true));
    posts().toggleAttribute("data-open", came.hasAttribute("data-open"));
    waiting = news.length ? came : null;
    const words = news.length === 1 ? blog.dataset.one : blog.dataset.many.replace("{}", news.length);
    if (news.length && button.textContent !== words) {
      button.textContent = words;
    }
    button.hidden = !news.length;
  };

  const ask = async () => {
    try {
      const answer = await fetch(blog.dataset.blog, { cache: "no-cache", signal: AbortSignal.timeout(10_000) });
      if (answer.status === 404 || answer.status === 410) {
        // Withdrawn while somebody reads it: the page says so.
        location.reload();
        return;
      }
      const came = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live-posts]");
      if (!answer.ok || !came) {
        throw new Error(answer.statusText);
      }
      take(came);
      wait = EVERY;
    } catch {
      wait = Math.min(wait * 2, LONGEST);
    }
    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden && posts().hasAttribute("data-open")) {
      // Readers who came together do not ask together.
      timer = setTimeout(ask, wait * (0.85 + 0.3 * Math.random()));
    }
  };

  button.addEventListener("click", () => {
    const first = waiting.querySelector("[data-post]").dataset.post;
    posts().replaceWith(document.importNode(waiting, true));
    waiting = null;
    button.hidden = true;
    document.getElementById(`post-${first}`).focus();
    plan();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && posts().hasAttribute("data-open")) {
      clearTimeout(timer);
      ask();
    }
  });
  plan();
}
