// Questions: what learners ask, and the work list with its marks.
import { $, announce, slide } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { call } from "./call.js";
import { drawView, failed, note, working } from "./stage.js";

/** @type {import("./actions").SinceRequest["since"]} */
export let since = "all";
let regrouping;
/** @type {import("./actions").ListedRequest} */
export const list = { status: "open", page: 1 };

export function askedSince(value) {
  since = value;
  return showQuestions();
}

export async function showQuestions() {
  const shown = await drawView(() => call("asked", { since }));
  if (shown) await showWork();
}

export async function showWork(focus = false) {
  const reply = await call("work", list);
  const place = $("#sb-work");
  if (!place || failed(reply)) return;
  setHtml(place, reply.html);
  clearTimeout(regrouping);
  if (reply.behind) regrouping = setTimeout(regroup, 4000);
  if (focus) $("#sb-work-title").scrollIntoView({ block: "start", behavior: slide() });
}

// While questions are still being grouped, the list comes again, unless somebody is at work in it.
function regroup() {
  const place = $("#sb-work");
  if (!place) return;
  if (place.contains(document.activeElement)) regrouping = setTimeout(regroup, 4000);
  else showWork();
}

// What comes next takes the place of what was marked: it is brought into view, as the list is shorter now.
export async function mark(item, data) {
  const place = [...item.parentElement.children].indexOf(item);
  const reply = await call("mark", { ...list, key: item.dataset.key, ...data });
  if (failed(reply)) return;
  setHtml($("#sb-work"), reply.html);
  note(reply.said);
  $("#sb-work-title").focus({ preventScroll: true });
  const left = document.querySelectorAll("#sb-work .sb-item");
  (left[Math.min(place, left.length - 1)] ?? $("#sb-work-title")).scrollIntoView({ block: "nearest" });
}

export function openAnswer(item) {
  const form = $(".sb-answer-by", item);
  form.hidden = !form.hidden;
  $("[data-answered]", item).setAttribute("aria-expanded", String(!form.hidden));
  ($("input:checked", form) ?? $("input", form))?.focus();
}

export async function findPassage(item) {
  const words = $("input[name=words]", item).value.trim();
  if (!words) {
    $("input[name=words]", item).focus();
    return;
  }
  const reply = await call("find", { words, key: item.dataset.key });
  if (failed(reply)) return;
  const chosen = $(".sb-offers input:checked", item)?.value;
  setHtml($(".sb-offers", item), `<legend class="sb-hidden">Passages</legend>${reply.html}`);
  $(".sb-offers input", item)?.focus();
  for (const offer of item.querySelectorAll(".sb-offers input")) offer.checked = offer.value === chosen;
}

export async function keepAnswer(form) {
  const values = new FormData(form);
  const own = String(values.get("own") ?? "").trim();
  if (!values.get("passage") && !own) {
    note("Choose the passage that answers it, find one, or write an answer.");
    return;
  }
  await mark(form.closest(".sb-item"), {
    mark: "answered",
    passage: values.get("passage") ?? "",
    own,
    note: values.get("note") ?? "",
    bank: values.get("bank") === "on",
  });
}

export async function askAgain(button) {
  button.disabled = true;
  working("Bringing the index up to date and asking again …");
  const reply = await call("again", list);
  working("");
  button.disabled = false;
  if (failed(reply)) return;
  setHtml($("#sb-work"), reply.html);
  setHtml($("#sb-closed"), reply.closed);
  announce(reply.said);
}
