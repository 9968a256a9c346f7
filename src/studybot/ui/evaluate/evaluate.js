// The Evaluate page: choose questions, watch the evaluation, read and compare runs.
import { $, $$, announce, targetOf, element, later, tell } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { setHtml } from "../frame/html.js";
import { call } from "./call.js";

let finishedRuns = [];
export let shownRun = "";
let reportText = "";
let watching = false;

const problem = (text) => {
  tell($("#sb-problem"), text);
  if (text) $("#sb-problem").scrollIntoView({ block: "nearest" });
};
export const said = (text) => {
  $("#sb-said").textContent = text;
};

export async function ask(action, data) {
  problem("");
  const reply = await call(action, data);
  if (reply.error) {
    problem(reply.error);
    return null;
  }
  return reply;
}

export async function refresh(wanted = "") {
  const reply = await ask("show");
  if (!reply) return;
  const before = wanted || $("input[name=dataset]:checked")?.value;
  setHtml($("#sb-datasets"), reply.datasets);
  setHtml($("#sb-runs"), reply.runs);
  finishedRuns = reply.finished;
  const radios = $$("input[name=dataset]:not(:disabled)");
  const chosen = radios.find((one) => one.value === before) ?? radios[0];
  if (chosen) chosen.checked = true;
  draw(reply, !chosen);
  if (reply.stage === "running") watch();
}

function draw(state, nothing = false) {
  const running = state.stage === "running";
  const share = state.total ? Math.round((100 * state.done) / state.total) : 0;
  $("#sb-running").hidden = !running;
  $("#sb-start").disabled = running || nothing;
  $("#sb-running-text").textContent =
    `Evaluating ${state.dataset}: ${state.done.toLocaleString("en")} of ${state.total.toLocaleString("en")} questions`;
  $("#sb-track").setAttribute("aria-valuenow", share);
  $("#sb-track span").style.width = `${share}%`;
}

async function watch() {
  if (watching) return;
  watching = true;
  let lost = 0;
  while (element.isConnected) {
    await later(500);
    const state = await call("state");
    if (state.error) {
      lost += 1;
      problem(state.error);
      if (lost > 20) break;
      continue;
    }
    if (lost) {
      lost = 0;
      problem("");
    }
    if (state.stage === "running") {
      draw(state);
      continue;
    }
    watching = false;
    $("#sb-cancel").disabled = false;
    await refresh();
    if (state.stage === "finished") await openRun(state.run);
    if (state.stage === "failed") problem(state.text);
    else said(state.text);
    return;
  }
  watching = false;
}

async function begin(data) {
  said("");
  $("#sb-start").disabled = true;
  const state = await ask("start", data);
  if (!state) {
    $("#sb-start").disabled = false;
    return;
  }
  await refresh();
  announce("The evaluation has begun.");
  $("#sb-cancel").focus({ preventScroll: true });
  watch(); // a few questions are answered before the list is drawn: their end is to be told too
}

// The report's frame can load nothing: the page's typeface goes into it as data. Without it the system's is as legible.
let faces;

function typeface() {
  const rules = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules];
    } catch {
      return [];
    }
  });
  const own = rules.filter(
    (rule) => rule instanceof CSSFontFaceRule && rule.style.getPropertyValue("font-family").includes("Plex Sans"),
  );
  faces ??= Promise.all(own.map(withData))
    .then((found) => found.join("\n"))
    .catch(() => "");
  return faces;
}

async function withData(rule) {
  const [, address] = /url\("([^"]+)"\)/.exec(rule.cssText);
  const file = await (await fetch(new URL(address, rule.parentStyleSheet.href ?? document.baseURI))).blob();
  const data = await new Promise((done, broken) => {
    const reading = Object.assign(new FileReader(), { onload: () => done(reading.result), onerror: broken });
    reading.readAsDataURL(file);
  });
  return rule.cssText.replace(address, data);
}

let opening = 0;

async function openRun(run, against = "") {
  const turn = ++opening;
  const reply = await ask("open", { run, against });
  if (!reply || turn !== opening) return; // another one was asked for meanwhile
  const another = run !== shownRun || $("#sb-report").hidden;
  shownRun = run;
  reportText = reply.html;
  $("#sb-report").hidden = false;
  $("#sb-report-title").textContent = `Report of ${reply.title}`;
  const others = finishedRuns.filter(([name]) => name !== run);
  $("#sb-against").replaceChildren(
    new Option("no other run", ""),
    ...others.map(([name, title]) => new Option(title, name, false, name === against)),
  );
  // The report runs in a frame of its own that can reach neither this page nor what the browser keeps for it.
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = `Report of ${reply.title}`;
  const styles = await typeface();
  if (turn !== opening) return;
  frame.srcdoc = reply.html.replace("</style>", () => `${styles}</style>`);
  const drawn = new Promise((done) => {
    frame.onload = done;
  });
  $("#sb-frame").replaceChildren(frame);
  if (another) {
    // At once, not sliding: what is clicked while the page slides under the pointer is something else, or nothing.
    $("#sb-report-title").focus({ preventScroll: true });
    $("#sb-report").scrollIntoView({ block: "start", behavior: "instant" });
  }
  await drawn;
}

async function take(what) {
  if (what === "report") {
    saveFile(`${shownRun}.html`, [reportText], "text/html");
    return;
  }
  const reply = await ask("file", { run: shownRun, file: what });
  if (reply) saveFile(reply.name, [reply.text], "application/x-ndjson");
}

async function upload(input) {
  const [file] = input.files;
  if (!file) return;
  input.value = "";
  said("");
  const reply = await ask("upload", { name: file.name, text: await file.text() });
  if (!reply) return;
  await refresh(reply.dataset);
  said(reply.text);
}

async function useThumbs() {
  const reply = await ask("feedback");
  if (!reply) return;
  saveFile(reply.name, [reply.content], "application/x-ndjson");
  await refresh();
  said(reply.text);
}

element.addEventListener("click", (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  let target;
  if ((target = on("[data-open]"))) openRun(target.dataset.open);
  else if ((target = on("[data-go-on]"))) begin({ run: target.dataset.goOn });
  else if ((target = on("[data-take]"))) take(target.dataset.take);
  else if (on("#sb-feedback")) useThumbs();
  else if (on("#sb-whole")) $("#sb-frame").requestFullscreen?.();
  else if ((target = on("#sb-cancel"))) {
    target.disabled = true;
    ask("cancel");
  }
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  begin({ dataset: $("input[name=dataset]:checked")?.value ?? "" });
});
element.addEventListener("change", (event) => {
  if (targetOf(event).id === "sb-upload") upload(targetOf(event));
  else if (targetOf(event).id === "sb-against") openRun(shownRun, targetOf(event).value);
});

refresh().then(() => {
  $("#sb-evaluate").dataset.ready = "true";
});
