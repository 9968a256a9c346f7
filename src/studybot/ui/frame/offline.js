// Without a network: what was read on this device is read again, what is written waits here and is sent when the network is
// back. Both are the learner's alone: a page of another one, and leaving, delete them (see worker.js).
import { base, element, room, who } from "./here.js";
import { t, tn } from "./words.js";

const READ = { ask: ["open"], study: ["read", "look", "map", "notes"], practise: ["today", "sheet", "ahead"] };
const WRITTEN = { study: ["places", "keep_note", "drop_note"], practise: ["rate"] };
const LIST = "studybot.later";
const MINE = `studybot ${who}`;
const canKeep = Boolean(who && globalThis.caches && element.dataset.keeps);

const FAREWELL = 8_000; // characters; a browser sends at most 64 KiB in all for pages that are left

/** Call an action of a room, also when the page is left meanwhile; rejects when the server is not reached. */
export async function send(surface, data) {
  const body = JSON.stringify({ surface, fn_name: "studybot_call", data });
  const reply = await fetch(`${base}/gradio_api/component_server`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    keepalive: body.length < FAREWELL,
  });
  return reply.json();
}

const placeOf = (data) => `${base}/kept/${room}?${encodeURIComponent(JSON.stringify(data))}`;

export async function keep(data, reply) {
  if (!canKeep || reply.error || !READ[room]?.includes(data.action)) return;
  try {
    await (await caches.open(MINE)).put(placeOf(data), new Response(JSON.stringify(reply)));
  } catch {
    /* there is no room for it */
  }
}

async function kept(data) {
  if (!canKeep || !READ[room]?.includes(data.action)) return null;
  const held = await (await caches.open(MINE)).match(placeOf(data));
  return held ? held.json() : null;
}

/** What waits to be sent, in the order in which it was done. */
export function waiting() {
  try {
    return JSON.parse(localStorage.getItem(LIST) ?? "[]").filter((one) => one.who === who);
  } catch {
    return [];
  }
}

function wait(data) {
  if (!canKeep || !WRITTEN[room]?.includes(data.action)) return null;
  const written = { ...data, at: new Date().toISOString() };
  localStorage.setItem(LIST, JSON.stringify([...waiting(), { who, base, room, data: written }]));
  return { later: true, note: data, said: t("Kept on this device.") };
}

/** @type {HTMLElement} */
const banner = document.querySelector("#sb-offline");
let isAway = false;

function tellAway(away, said = "") {
  isAway = away;
  const count = waiting().length;
  const waits = count ? ` ${tn("One change waits to be sent.", "{n} changes wait to be sent.", count)}` : "";
  const gone = t("There is no network. What you opened before can be read; notes and ratings are sent when it is back.");
  banner.textContent = away ? gone + waits : said;
  banner.hidden = !banner.textContent;
}

/** What is there for a call that did not reach the server; null for nothing. */
export async function without(data) {
  const reply = (await kept(data)) ?? wait(data);
  tellAway(canKeep && (Boolean(reply) || !navigator.onLine));
  return reply;
}

let sending = null;

/** Send what waits, each once, before anything else is asked; what the server refuses is said and waits no longer. */
export function caughtUp() {
  if (waiting().length) sending ??= catchUp().finally(() => (sending = null));
  else if (isAway && navigator.onLine) tellAway(false);
  return sending;
}

async function catchUp() {
  let refused = "";
  for (const one of waiting()) {
    if (one.base !== base) continue;
    try {
      const reply = await send(one.room, one.data);
      refused ||= reply.error ?? reply.note ?? "";
    } catch {
      return;
    }
    const left = waiting().filter((other) => JSON.stringify(other) !== JSON.stringify(one));
    localStorage.setItem(LIST, JSON.stringify(left));
  }
  tellAway(
    false,
    typeof refused === "string" && refused ? refused : t("The network is back: what you wrote meanwhile is sent."),
  );
}

/** Delete what is kept for whoever was here. */
export async function forgetKept() {
  localStorage.removeItem(LIST);
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith("studybot ")) await caches.delete(name);
}

async function begin() {
  const held = await caches.keys();
  await Promise.all(held.filter((name) => name.startsWith("studybot ") && name !== MINE).map((name) => caches.delete(name)));
  if (!canKeep || !navigator.serviceWorker) return;
  const controlled = Boolean(navigator.serviceWorker.controller);
  await navigator.serviceWorker.register("/worker.js");
  await navigator.serviceWorker.ready;
  if (!controlled) {
    // The worker saw no request for this page.
    const reply = await fetch(location.pathname, { headers: { accept: "text/html" } });
    if (reply.ok && !reply.redirected) await (await caches.open(MINE)).put(location.pathname, reply);
  }
  element.dataset.offline = "ready";
}

if (globalThis.caches && who) {
  window.addEventListener("load", () => begin().catch(() => {}));
  window.addEventListener("online", () => caughtUp());
  window.addEventListener("offline", () => tellAway(canKeep));
  document.querySelector("#sb-log-out")?.addEventListener("submit", () => localStorage.removeItem(LIST));
}
