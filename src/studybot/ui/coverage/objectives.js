// Objectives: a syllabus is brought, decided block by block with a bar that moves, shown, narrowed, compared, taken away.
import { $, announce, tell } from "../frame/core.js";
import { clean, setHtml } from "../frame/html.js";
import { call } from "./call.js";
import { download, draw, drawView, failed, goTo, note, view, visit, working } from "./stage.js";

export let syllabus = "";

function asBase64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}

export async function showBegin() {
  syllabus = "";
  await drawView(() => call("begin"));
}

export async function bring(action, data) {
  working("Reading the objectives …");
  const reply = await call(action, data);
  working("");
  if (failed(reply)) return;
  await goTo(`/coverage?syllabus=${reply.key}`);
}

// How a syllabus was read is shown first, as an outline to correct; nothing is decided before.
export async function read(data) {
  working("Reading the objectives …");
  const reply = await call("read", data);
  working("");
  if (failed(reply)) return;
  tell($("#sb-problem"));
  draw(reply.html);
  window.scrollTo({ top: 0 });
}

export async function bringFile(input) {
  const [file] = input.files;
  if (!file) return;
  input.value = "";
  if (file.size > 8000000) {
    failed({ error: `${file.name} has ${Math.round(file.size / 1000000)} MB: a syllabus may have 8` });
    return;
  }
  await read({ file: asBase64(await file.arrayBuffer()), name: file.name });
}

// Each call decides some objectives, so that no call takes long and leaving the page stops the work.
async function decideAll(key, here) {
  for (;;) {
    const reply = await call("decide", { key });
    if (here !== visit) return false;
    if (failed(reply)) return false;
    working(
      `${reply.done.toLocaleString("en")} of ${reply.total.toLocaleString("en")} objectives looked up …`,
      reply.done / reply.total,
    );
    if (reply.done >= reply.total) return true;
  }
}

export async function showResult(key, here) {
  syllabus = key;
  let reply = await call("result", { key });
  if (reply.unfinished) {
    if (!(await decideAll(key, here))) {
      working("");
      return;
    }
    reply = await call("result", { key });
  }
  working("");
  if (here !== visit) return;
  if (failed(reply)) {
    await showBegin();
    failed(reply);
    return;
  }
  draw(reply.html);
  announce("The coverage is shown.");
}

export function narrowed() {
  const form = $("#sb-narrow");
  /** @type {Record<string, any>} */
  const values = form ? Object.fromEntries(new FormData(form)) : {};
  return { label: values.label ?? "", domain: values.domain ?? "", words: values.words ?? "", unsure: "unsure" in values };
}

export async function overrule(form) {
  const page = Number($("[data-holds=rows] [data-shown-page]")?.dataset.shownPage ?? 1);
  /** @type {Record<string, any>} */
  const { theirs, note: why } = Object.fromEntries(new FormData(form));
  /** @type {import("./actions").OverruledRequest} */
  const data = { key: syllabus, part: "rows", page, ...narrowed(), objective: form.dataset.objective, theirs, note: why };
  const reply = await call("overrule", data);
  if (failed(reply)) return;
  setHtml($("[data-holds=rows]", view), reply.html);
  note(theirs ? "Kept: the label is yours now." : "The decided label is back.");
  await redrawAround();
}

// What a label changes beside its row: the headline, the shares of the domains, the gaps, the heat map.
async function redrawAround() {
  const here = visit;
  const reply = await call("result", { key: syllabus });
  if (here !== visit || reply.unfinished || failed(reply)) return;
  const fresh = clean(reply.html);
  for (const part of [".sb-result-head .sb-lede", ".sb-domains", "[data-holds=gaps]", "[data-holds=heat]"]) {
    const now = fresh.querySelector(part);
    if (now) $(part, view)?.replaceWith(now);
  }
}

export async function rename(form) {
  const title = form.elements.title.value.trim();
  const reply = await call("rename", { key: syllabus, title });
  if (failed(reply)) return;
  $("#sb-front", view).textContent = title;
  form.closest("details").open = false;
  note(reply.said);
}

export async function compareWith(form) {
  working("Comparing …");
  const reply = await call("compare", { key: syllabus, other: form.elements.other.value });
  working("");
  if (!failed(reply)) setHtml($("#sb-compared"), reply.html);
}

export async function take(kind) {
  working("Writing the file …");
  await download("take", { key: syllabus, kind, origin: location.origin });
  working("");
}
