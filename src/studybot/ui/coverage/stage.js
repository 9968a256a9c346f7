// The stage of the Coverage page: where its views are drawn, what is at work, notes and problems, and the way to another view.
import { $, announce, tell } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { setHtml } from "../frame/html.js";
import { call } from "./call.js";

export const view = $("#sb-view");
export let visit = 0;
let fading;
/** @type {(address: string, options?: { push?: boolean, focus?: boolean }) => Promise<void>} */
let route;

export function working(text, share = null) {
  const box = $("#sb-working");
  box.hidden = !text;
  if (!text) return;
  $("#sb-working-text").textContent = text;
  $("#sb-working-bar").hidden = share === null;
  if (share !== null) $("#sb-working-bar span").style.width = `${100 * share}%`;
}

export function failed(reply) {
  tell($("#sb-problem"), reply.error);
  if (reply.error) {
    working("");
    $("#sb-problem").scrollIntoView({ block: "nearest" });
  }
  return Boolean(reply.error);
}

export function draw(html) {
  setHtml(view, html);
  view.removeAttribute("aria-busy");
  $("#sb-front", view)?.focus({ preventScroll: true });
}

export async function drawView(ask) {
  const here = visit;
  const reply = await ask();
  if (here !== visit || failed(reply)) return false;
  draw(reply.html);
  return true;
}

export function note(text) {
  const box = $("#sb-note");
  clearTimeout(fading);
  $("span", box).textContent = text;
  box.hidden = false;
  announce(text);
  fading = setTimeout(() => {
    box.hidden = true;
  }, 5000);
}

export async function download(action, data = {}) {
  const reply = await call(action, data);
  if (reply.unfinished) {
    await goTo(location.href, { push: false });
    return;
  }
  if (!failed(reply)) {
    saveFile(reply.name, [reply.text], "application/octet-stream");
    note(`Saved as ${reply.name}.`);
  }
}

// What was asked for a view that has been left is not drawn.
export function leave() {
  visit += 1;
  return visit;
}

// The page knows all views and says how an address is shown; views that lead to others do not know the page.
export function showBy(how) {
  route = how;
}

export const goTo = (address, options) => route(address, options);
