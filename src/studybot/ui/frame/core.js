// What every page's script uses: find an element, call the server, tell a screen reader.
import { base, element, room } from "./here.js";
import { caughtUp, keep, send, without } from "./offline.js";
import { t } from "./words.js";
const UNREACHED = t("studybot cannot be reached just now. What you typed is kept: try again in a moment.");

/**
 * The element that a page's own templates are known to have: what it is, its template says.
 * @type {(selector: string, root?: ParentNode) => any}
 */
const $ = (selector, root = element) => root.querySelector(selector);

/** @type {(selector: string, root?: ParentNode) => any[]} */
const $$ = (selector, root = element) => [...root.querySelectorAll(selector)];

/**
 * What an event happened to.
 * @type {(event: Event) => any}
 */
const targetOf = (event) => event.target;

/**
 * How a room calls its actions: by name, with what the action takes, for what it gives or the sentence why not.
 * @template {{ [A in keyof Table]: { request: object, reply: object } }} Table
 * @typedef {<Name extends keyof Table & string>(action: Name, data?: Table[Name]["request"]) =>
 *   Promise<Table[Name]["reply"] & { error?: string, later?: boolean }>} Call
 */

/** @type {(action: string, data?: object) => Promise<any>} */
async function call(action, data = {}) {
  const asked = { action, ...data };
  try {
    await caughtUp();
    const reply = await send(room, asked);
    if (!reply || !Object.keys(reply).length) return { error: UNREACHED };
    keep(asked, reply);
    return reply;
  } catch {
    return (await without(asked)) ?? { error: UNREACHED };
  }
}

// A new name for a run of a quiz or a review; crypto.randomUUID is missing on plain http.
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function announce(text) {
  const live = $("#sb-live");
  live.textContent = "";
  setTimeout(() => {
    live.textContent = text;
  }, 50);
}

function tell(problem, text) {
  problem.textContent = text ?? "";
  problem.hidden = !text;
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
/** @type {() => ScrollBehavior} */
const slide = () => (calm() ? "auto" : "smooth");
/** @type {(milliseconds: number) => Promise<void>} */
const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export { $, $$, UNREACHED, announce, targetOf, base, call, calm, element, later, randomId, slide, tell };
