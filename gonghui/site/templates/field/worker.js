// Answers at /m/ from what was kept when this version was installed; nothing about anybody is ever kept here.
const VERSION = "field-{{ version }}";
const SHELL = "{% url 'field' %}";
const PARTS = [SHELL, {% for part in parts %}"{{ part }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
// The server says Vary: Cookie, Accept-Language; whoever is signed in, in whatever language, it is the same page.
const ANY = { ignoreVary: true, ignoreSearch: true };

self.addEventListener("install", (event) => {
  const fresh = PARTS.map((part) => new Request(part, { cache: "reload", credentials: "same-origin" }));
  event.waitUntil(caches.open(VERSION).then((kept) => kept.addAll(fresh)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("field-") && name !== VERSION;
  const clean = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(clean.then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const page = event.request.mode === "navigate" && url.pathname === SHELL;
  if (!page && !PARTS.includes(url.pathname)) return;
  const kept = caches.open(VERSION).then((cache) => cache.match(page ? SHELL : event.request, ANY));
  event.respondWith(kept.then((found) => found || fetch(event.request)));
});
