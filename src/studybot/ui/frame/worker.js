// Runs beside the pages: keeps their files and the last form of each page of a learner, for when there is no network.
// The server writes in front: FILES, the addresses of what belongs to this version, WORDS, those of what scripts say, and AWAY,
// the page for what is not kept, in each language.
const KEEPS = "files";
const PAGES = /^(\/c\/[^/]+)?\/(study|practise|settings)?\/?$/;
// What belongs to this version: its files, and the words of the language that was last spoken here.
const isHere = (path) => FILES.includes(path) || WORDS.includes(path);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(KEEPS)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const cache = await caches.open(KEEPS);
    const old = (await cache.keys()).filter((request) => !isHere(new URL(request.url).pathname));
    await Promise.all(old.map((request) => cache.delete(request)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

async function forget(but = "") {
  const names = (await caches.keys()).filter((name) => name.startsWith("studybot ") && name !== but);
  await Promise.all(names.map((name) => caches.delete(name)));
}

// A page says whose it is; what the server forbids to keep is not kept.
async function keepPage(path, reply) {
  const html = await reply.text();
  const who = /<main [^>]*data-who="(\w+)"/.exec(html)?.[1];
  if (!who) return;
  await forget(`studybot ${who}`);
  if (!reply.ok || reply.redirected || /no-store/.test(reply.headers.get("cache-control") ?? "")) return;
  await (await caches.open(`studybot ${who}`)).put(path, new Response(html, { headers: reply.headers }));
}

async function nothing() {
  const kept = await (await caches.open(KEEPS)).keys();
  const spoken = kept.map((request) => /words-(\w+)\./.exec(request.url)?.[1]).findLast(Boolean);
  return new Response(AWAY[spoken] ?? AWAY.en, { headers: { "content-type": "text/html" } });
}

async function page(request) {
  const path = new URL(request.url).pathname;
  try {
    const reply = await fetch(request);
    if (reply.type === "basic") await keepPage(path, reply.clone());
    return reply;
  } catch {
    return (await caches.match(path)) ?? nothing();
  }
}

async function file(request) {
  const held = await caches.match(request);
  if (held) return held;
  const reply = await fetch(request);
  if (reply.ok && WORDS.includes(new URL(request.url).pathname)) await (await caches.open(KEEPS)).put(request, reply.clone());
  return reply;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname.endsWith("/logout")) event.waitUntil(forget());
  else if (request.method !== "GET") return;
  else if (pathname.startsWith("/ui/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && PAGES.test(pathname)) event.respondWith(page(request));
});
