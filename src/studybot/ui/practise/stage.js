// The stage of the Practise page: where its views are drawn, its tabs, notes and problems, and the way to another view.
import { $, $$, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";

export const view = $("#sb-view");
let fading;
let counted = false;
/** @type {(address: string, options?: { push?: boolean, focus?: boolean }) => Promise<void>} */
let route;

export function draw(html) {
  setHtml(view, html);
  view.hidden = false;
  $("#sb-begin").hidden = true;
  tell($("#sb-problem"));
}

export function note(text, action = "", act = null) {
  const box = $("#sb-note");
  const button = $("button", box);
  clearTimeout(fading);
  $("span", box).textContent = text;
  button.hidden = !action;
  button.textContent = action;
  button.onclick = () => {
    box.hidden = true;
    act?.();
  };
  box.hidden = false;
  fading = setTimeout(
    () => {
      box.hidden = true;
    },
    action ? 9000 : 4500,
  );
}

export function toProblem() {
  $("#sb-problem").scrollIntoView({ block: "nearest" });
}

// Whether a reply is a problem, which is said then.
export function isProblem(reply) {
  if (!reply.error) return false;
  tell($("#sb-problem"), reply.error);
  toProblem();
  return true;
}

// On a phone the row of tabs is longer than the screen, and longer yet with the number of cards.
function seeTab() {
  const row = $(".sb-tabs");
  const tab = $("[aria-current]", row);
  if (tab) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

export function waitingCount(count) {
  const badge = $("#sb-waiting");
  counted = true;
  badge.hidden = !count;
  badge.textContent = count;
  seeTab();
}

export function showTab(name) {
  $$(".sb-tabs a").forEach((tab) => {
    if (tab.dataset.view === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  });
  $("#sb-practise").dataset.view = name;
  seeTab();
}

// Whether a view has said how many cards wait.
export const isCounted = () => counted;

// The page knows all views and says how an address is shown; views that lead to others do not know the page.
export function showBy(how) {
  route = how;
}

export const goTo = (address, options) => route(address, options);
