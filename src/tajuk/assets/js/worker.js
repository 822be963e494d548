// The service worker: pages without a network, and the stories that a reader saved. `TAJUK` stands before this text:
// the edition of the site, its pages and files for when there is no network.
//
// What it keeps of a story is what the site gives out for that, `/_/saved/story-12`, asked for without cookies. A copy
// lives 24 hours from the moment in which the site last confirmed it; what the site takes back goes at once. Of what
// went, the number of the story stays and not a word (docs/explanation/saved-stories.md).

const SHELL = `shell-${TAJUK.edition}`;
const SAVED = "saved";
const LEASE = 24 * 3_600_000;
const RECENT = 15_000;
const MOST = 50;
const KEPT_HEADERS = ["content-type", "content-language", "content-security-policy", "etag", "referrer-policy"];
const NEVER = /^\/(?:en\/)?(?:desk|django-admin|documents|api|media|static|akun|_|-)(?:\/|$)/;
const STORY = /^\/(?:lite\/)?(en\/)?[^/]+\/[^/]*-(\d{1,18})$/;
const KEY = /^\/_\/saved\/(?:en\/)?story-\d{1,18}$/;
const FILE = /^(\/static\/.+?)\.[0-9a-f]{8,}(\.\w+)$/;
const nameless = (path) => path.replace(FILE, "$1$2");
const files = new Map(TAJUK.files.map((path) => [nameless(path), path]));

const alone = (key, work) => (navigator.locks ? navigator.locks.request(`saved:${key}`, work) : work());
const path = (request) => new URL(request.url).pathname;

// A page that was kept under another address, or as another status: without what was said of its way over the wire.
async function again(kept, { status = 200, text = null } = {}) {
  const headers = new Headers();
  for (const name of KEPT_HEADERS) {
    if (kept.headers.has(name)) {
      headers.set(name, kept.headers.get(name));
    }
  }
  headers.set("cache-control", "no-store");
  return new Response(text ?? (await kept.text()), { status, headers });
}

// ---- What is kept of a story.

async function put(cache, key, since, text, given, checked) {
  const headers = new Headers({ "x-since": since, "x-checked": checked });
  for (const name of KEPT_HEADERS) {
    if (given.has(name)) {
      headers.set(name, given.get(name));
    }
  }
  await cache.put(key, new Response(text, { headers }));
}

// Only that a story was saved, and why there is nothing of it: `unchecked`, `closed`, `withdrawn`.
async function empty(cache, key, since, state) {
  await cache.put(key, new Response("", { headers: { "x-since": since, "x-state": state } }));
}

function lapsed(kept) {
  const age = Date.now() - Number(kept.headers.get("x-checked"));
  return !(age >= -300_000 && age < LEASE);
}

function mayKeep(answer, key) {
  return (
    answer.status === 200 &&
    !answer.redirected &&
    path(answer) === key &&
    /^text\/html\b/.test(answer.headers.get("content-type") ?? "") &&
    !/no-store|private/.test(answer.headers.get("cache-control") ?? "")
  );
}

// Ask the site about a story: true when it may be kept and is, null without an answer, when only time counts.
async function ask(key, { fresh = false } = {}) {
  const cache = await caches.open(SAVED);
  const kept = await cache.match(key);
  if (!kept && !fresh) {
    return false;
  }
  const since = kept?.headers.get("x-since") ?? new Date().toISOString();
  const state = kept?.headers.get("x-state");
  if (state === "withdrawn") {
    return false;
  }
  const etag = state ? null : kept?.headers.get("etag");
  let answer;
  try {
    answer = await fetch(key, {
      cache: "no-store",
      credentials: "omit",
      redirect: "manual",
      headers: etag ? { "If-None-Match": etag } : {},
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    answer = null;
  }
  if (!answer || answer.status >= 500 || answer.status === 429) {
    if (kept && !state && lapsed(kept)) {
      await empty(cache, key, since, "unchecked");
    }
    return null;
  }
  const now = String(Date.now());
  if (answer.status === 304) {
    await put(cache, key, since, await kept.text(), kept.headers, now);
    return true;
  }
  if (mayKeep(answer, key)) {
    await put(cache, key, since, await answer.text(), answer.headers, now);
    return true;
  }
  if (kept) {
    await empty(cache, key, since, answer.status === 410 ? "withdrawn" : "closed");
  }
  return false;
}

// Ask about every saved story that was not asked about a moment ago; say how many there are, and how many got no answer.
async function check(recent) {
  const cache = await caches.open(SAVED);
  const keys = (await cache.keys()).map(path);
  let missed = 0;
  const one = async (key) => {
    const kept = await cache.match(key);
    if (kept && !(Date.now() - Number(kept.headers.get("x-checked")) < recent)) {
      missed += (await alone(key, () => ask(key))) === null;
    }
  };
  const waiting = [...keys];
  const next = async () => {
    while (waiting.length) {
      await one(waiting.shift());
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  return { many: keys.length, missed };
}

async function save(key) {
  if (!KEY.test(key)) {
    return "refused";
  }
  const cache = await caches.open(SAVED);
  const full = (await cache.keys()).length >= MOST;
  return full ? "full" : (await alone(key, () => ask(key, { fresh: true }))) ? "saved" : "refused";
}

async function drop(key) {
  await alone(key, async () => (await caches.open(SAVED)).delete(key));
  return "dropped";
}

// The saved copy that belongs to an address, for as long as its time lasts.
async function copyFor(address) {
  const [, english = "", id] = address.match(STORY) ?? [];
  const key = `/_/saved/${english}story-${id}`;
  const cache = await caches.open(SAVED);
  const kept = id && (await cache.match(key));
  if (!kept || kept.headers.has("x-state")) {
    return null;
  }
  if (lapsed(kept)) {
    await alone(key, () => empty(cache, key, kept.headers.get("x-since"), "unchecked"));
    return null;
  }
  const when = new Date(Number(kept.headers.get("x-checked"))).toISOString();
  return again(kept, { text: (await kept.text()).replace('data-checked=""', `data-checked="${when}"`) });
}

// ---- Pages and files.

async function shellFor(address) {
  const shell = await caches.open(SHELL);
  const whole = address.startsWith("/lite/") ? address.slice(5) : address;
  const own = TAJUK.pages.includes(whole) && (await shell.match(whole));
  const kept = own || (await shell.match(/^\/en(?:\/|$)/.test(whole) ? "/en/luring/" : "/luring/"));
  return kept ? again(kept, { status: own ? 200 : 503 }) : Response.error();
}

async function page(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch {
    const address = decodeURI(path(event.request));
    return (await copyFor(address)) ?? shellFor(address);
  }
}

async function file(request, address) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(address);
  if (kept) {
    return kept;
  }
  try {
    return await fetch(request);
  } catch {
    // A copy of an older edition names an older style sheet.
    return (await shell.match(files.get(nameless(address)))) ?? Response.error();
  }
}

self.addEventListener("install", (event) => {
  const all = async () => {
    const shell = await caches.open(SHELL);
    await shell.addAll([...TAJUK.pages.map((address) => new Request(address, { cache: "no-cache" })), ...TAJUK.files]);
    await self.skipWaiting();
  };
  event.waitUntil(all());
});

self.addEventListener("activate", (event) => {
  const settle = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("shell-") && name !== SHELL) {
        await caches.delete(name);
      }
    }
    await self.registration.navigationPreload?.enable();
  };
  event.waitUntil(settle());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    if (!NEVER.test(url.pathname)) {
      event.respondWith(page(event));
      event.waitUntil(check(RECENT));
    }
  } else if (files.has(nameless(url.pathname))) {
    event.respondWith(file(request, url.pathname));
  }
});

self.addEventListener("message", (event) => {
  const { verb, key } = event.data;
  const verbs = { save: () => save(key), drop: () => drop(key), check: () => check(key ? 0 : RECENT) };
  event.waitUntil(verbs[verb]().then((said) => event.ports[0]?.postMessage(said)));
});
