// The Coverage page: which view the address asks for, pages of tables, and one listener for everything drawn later.
import "./outline.js";
import "./tree.js";
import { $, $$, targetOf, element, slide, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { call } from "./call.js";
import {
  bring,
  bringFile,
  compareWith,
  narrowed,
  overrule,
  read,
  rename,
  showBegin,
  showResult,
  syllabus,
  take,
} from "./objectives.js";
import {
  askAgain,
  askedSince,
  findPassage,
  keepAnswer,
  list,
  mark,
  openAnswer,
  showQuestions,
  showWork,
  since,
} from "./questions.js";
import { download, drawView, failed, goTo, leave, showBy, view, working } from "./stage.js";

let narrowing;
/** @type {Record<string, number>} */
const turns = {};

const PARTS = { objectives: "objectives", questions: "questions", health: "material" };
const current = () => new URLSearchParams(location.search).get("view") ?? "objectives";

async function turnPage(part, page, { top = true } = {}) {
  const shared = current() === "objectives" ? { key: syllabus, ...(part === "rows" ? narrowed() : {}) } : { since };
  const turn = (turns[part] ?? 0) + 1;
  turns[part] = turn;
  const reply = await call(PARTS[current()], { part, page, ...shared });
  if (turn !== turns[part]) return; // what was asked for later counts, whichever answer comes last
  if (reply.unfinished) {
    await goTo(location.href, { push: false });
    return;
  }
  const place = $(`[data-holds="${part}"]`, view);
  if (failed(reply) || !place) return;
  setHtml(place, reply.html);
  if (top) place.closest("section").scrollIntoView({ block: "start", behavior: slide() });
}

showBy(async (address, { push = true } = {}) => {
  if (push) history.pushState({}, "", address);
  const here = leave();
  tell($("#sb-problem"));
  working("");
  const query = new URLSearchParams(location.search);
  $$(".sb-tabs a").forEach((tab) => {
    if (tab.dataset.view === current()) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  });
  view.setAttribute("aria-busy", "true");
  if (current() === "questions") await showQuestions();
  else if (current() === "health") await drawView(() => call("health"));
  else if (query.get("syllabus")) await showResult(query.get("syllabus"), here);
  else await showBegin();
  if (push) window.scrollTo({ top: 0 });
});

element.addEventListener("click", (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
  let target;
  if ((target = on(".sb-tabs a, a[data-go]")) && plain) {
    event.preventDefault();
    goTo(target.getAttribute("href"));
  } else if ((target = on("[data-part]"))) turnPage(target.dataset.part, Number(target.dataset.page));
  else if (on("[data-own]")) bring("own", {});
  else if ((target = on("[data-drop]"))) drawView(() => call("drop", { key: target.dataset.drop }));
  else if ((target = on("[data-take]"))) take(target.dataset.take);
  else if (on("[data-log]")) download("log", { since });
  else if (on("[data-list]")) download("list");
  else if (on("[data-numbers]")) download("numbers");
  else if ((target = on("[data-work-page]"))) {
    list.page = Number(target.dataset.workPage);
    showWork(true);
  } else if ((target = on("[data-again]"))) askAgain(target);
  else if ((target = on("[data-mark]"))) mark(target.closest(".sb-item"), { mark: target.dataset.mark });
  else if ((target = on("[data-answered]"))) openAnswer(target.closest(".sb-item"));
  else if ((target = on("[data-find]"))) findPassage(target.closest(".sb-item"));
});
element.addEventListener("submit", (event) => {
  const form = targetOf(event);
  event.preventDefault();
  if (form.id === "sb-bring") read({ text: $("#sb-objectives").value });
  else if (form.id === "sb-reading") bring("bring", Object.fromEntries(new FormData(form)));
  else if (form.id === "sb-compare") compareWith(form);
  else if (form.id === "sb-narrow") turnPage("rows", 1, { top: false });
  else if (form.matches("[data-rename]")) rename(form);
  else if (form.matches(".sb-overrule form")) overrule(form);
  else if (form.matches(".sb-answer-by")) {
    if (document.activeElement?.getAttribute("name") === "words") findPassage(form.closest(".sb-item"));
    else keepAnswer(form);
  }
});
element.addEventListener("change", (event) => {
  const field = targetOf(event);
  if (field.id === "sb-upload") bringFile(field);
  else if (field.closest("#sb-narrow")) turnPage("rows", 1, { top: false });
  else if (field.closest("#sb-since")) {
    askedSince(field.value);
  } else if (field.closest("#sb-work-status")) {
    list.status = field.value;
    list.page = 1;
    showWork();
  }
});
element.addEventListener("input", (event) => {
  if (targetOf(event).type !== "search" || !targetOf(event).closest("#sb-narrow")) return;
  clearTimeout(narrowing);
  narrowing = setTimeout(() => turnPage("rows", 1, { top: false }), 250);
});
window.addEventListener("popstate", () => {
  if (element.isConnected) goTo(location.href, { push: false });
});

goTo(location.href, { push: false }).then(() => {
  $("#sb-coverage").dataset.ready = "true";
});
