// The Material page: files of the course as a draft, its receipt, preview, publishing and undoing.
import { $, $$, announce, targetOf, element, later, tell } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { setHtml } from "../frame/html.js";
import { call } from "./call.js";
import { filesOf, sendFile, withoutFolder } from "./upload.js";

let seenDraft = "";
let watching = false;

const problem = (text) => {
  tell($("#sb-problem"), text);
  if (text) $("#sb-problem").scrollIntoView({ block: "nearest" });
};
const said = (text) => {
  $("#sb-said").textContent = text ?? "";
};

async function ask(action, data) {
  problem("");
  const reply = await call(action, data);
  if (reply.error) {
    problem(reply.error);
    return null;
  }
  if (reply.text) said(reply.text);
  return reply;
}

function draw(state) {
  const running = state.stage === "running";
  const share = state.total ? Math.round((100 * state.done) / state.total) : 0;
  const names = { check: "Reading the draft", publish: "Publishing", restore: "Bringing the version back" };
  $("#sb-running").hidden = !running;
  $("#sb-running-text").textContent = `${names[state.what] ?? ""}${state.total ? `: ${share}%` : " ..."}`;
  $("#sb-track").setAttribute("aria-valuenow", share);
  $("#sb-track span").style.width = `${share}%`;
  for (const button of $$("#sb-check, #sb-publish, #sb-drop, [data-restore]")) button.disabled = running;
}

// A reply that a later one has overtaken shows what is no longer so.
let latest = 0;

async function refresh() {
  latest += 1;
  const mine = latest;
  const reply = await call("show");
  if (mine !== latest) return null;
  if (reply.error) {
    problem(reply.error);
    return null;
  }
  if (reply.empty) return reply;
  setHtml($("#sb-files"), reply.files);
  setHtml($("#sb-versions"), reply.versions);
  $("#sb-title").value = reply.title;
  $("#sb-draft").hidden = !reply.drafted;
  draw(reply);
  if (reply.stage === "running") watch();
  return reply;
}

async function watch() {
  if (watching) return;
  watching = true;
  let done = "";
  while (element.isConnected) {
    await later(400);
    const state = await call("state");
    if (state.error) {
      problem(state.error);
      continue;
    }
    draw(state);
    if (state.stage === "running") continue;
    if (state.stage === "failed") problem(state.text);
    else if (state.what === "check") await showPreview();
    else {
      done = state.text;
      $("#sb-preview").hidden = true;
    }
    break;
  }
  watching = false;
  await refresh();
  // What is done is said once the files are shown as they are then.
  if (done) {
    said(done);
    announce(done);
  }
}

async function begin(action, data) {
  const state = await ask(action, data);
  if (state) {
    said("");
    draw(state);
    watch();
  }
}

async function showPreview() {
  const reply = await ask("preview");
  if (!reply) return;
  seenDraft = reply.seen;
  setHtml($("#sb-preview-body"), reply.html);
  $("#sb-preview").hidden = false;
  $("#sb-preview-title").focus();
}

async function changed(action, data) {
  $("#sb-preview").hidden = true;
  if (await ask(action, data)) await refresh();
}

async function handIn(files, instead = "") {
  problem("");
  $("#sb-preview").hidden = true;
  const list = $("#sb-uploads");
  const lines = files.map(({ name }) => {
    const line = document.createElement("li");
    const label = document.createElement("span");
    const share = document.createElement("span");
    label.textContent = name;
    share.textContent = "waits";
    line.append(label, share);
    list.append(line);
    return share;
  });
  let failed = 0;
  for (const [place, { file, name }] of files.entries()) {
    const reply = await sendFile(file, name, instead, (share) => {
      lines[place].textContent = `${Math.round(100 * share)}%`;
    });
    if (reply.error) {
      failed += 1;
      lines[place].textContent = reply.error;
      lines[place].parentElement.classList.add("sb-failed");
    } else {
      lines[place].textContent = "here";
      setTimeout(() => lines[place].parentElement.remove(), 3000);
    }
  }
  const text = `${files.length - failed} of ${files.length} files are in the draft.`;
  said(`${text} Reading what was handed in ...`);
  await refresh();
  said(text);
  announce(text);
}

async function openEditor(name) {
  const reply = name ? await ask("edit", { name }) : { name: "", text: "" };
  if (!reply) return;
  $("#sb-editor").hidden = false;
  $("#sb-editor-shown").hidden = true;
  $("#sb-editor-name").value = reply.name;
  $("#sb-editor-text").value = reply.text;
  said("");
  $("#sb-editor").scrollIntoView({ block: "start" });
  $(name ? "#sb-editor-text" : "#sb-editor-name").focus({ preventScroll: true });
}

async function download() {
  const parts = [];
  for (let offset = 0; ;) {
    const reply = await ask("download", { offset });
    if (!reply) return;
    const bytes = Uint8Array.from(atob(reply.content), (character) => character.charCodeAt(0));
    parts.push(bytes);
    offset += bytes.length;
    if (reply.end) {
      saveFile(reply.name, parts, "application/zip");
      return;
    }
  }
}

function fileAction(action, name) {
  if (action === "edit") openEditor(name);
  else if (action === "up" || action === "down") changed("move", { name, step: action === "up" ? -1 : 1 });
  else if (action === "in" || action === "out") changed("leave", { name, out: action === "out" });
  else if (action === "remove") changed("remove", { name });
  else if (action === "rename") {
    const wanted = window.prompt("New name of the file:", name);
    if (wanted && wanted !== name) changed("rename", { name, new: wanted });
  }
}

element.addEventListener("click", async (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  if (on("[data-do]") && !on("label")) fileAction(on("[data-do]").dataset.do, on("[data-name]").dataset.name);
  else if (on("[data-restore]")) begin("restore", { number: Number(on("[data-restore]").dataset.restore) });
  else if (on("#sb-check")) begin("check");
  else if (on("#sb-publish")) begin("publish", { seen: seenDraft });
  else if (on("#sb-drop") && window.confirm("Throw away everything that is not published?")) changed("drop");
  else if (on("#sb-paste")) openEditor("");
  else if (on("#sb-download")) download();
  else if (on("#sb-editor-close")) $("#sb-editor").hidden = true;
  else if (on("#sb-editor-look")) {
    const reply = await ask("look", { name: "text", text: $("#sb-editor-text").value });
    if (reply) {
      setHtml($("#sb-editor-shown"), reply.html);
      $("#sb-editor-shown").hidden = false;
    }
  } else if (on("#sb-read")) {
    const reply = await ask("read", { topic: $("#sb-read-topic").value });
    if (reply) {
      setHtml($("#sb-read-body"), reply.html);
      $("#sb-read-body").hidden = false;
    }
  }
});

element.addEventListener("change", (event) => {
  const input = targetOf(event);
  if (input.type !== "file" || !input.files.length) return;
  const inside = input.id === "sb-folder-in";
  const files = [...input.files].map((file) => ({ file, name: inside ? withoutFolder(file.webkitRelativePath) : file.name }));
  const instead = input.dataset.do === "replace" ? input.closest("[data-name]").dataset.name : "";
  handIn(
    files.filter(({ name }) => !name.split("/").some((part) => part.startsWith("."))),
    instead,
  );
  input.value = "";
});

element.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (targetOf(event).id === "sb-create") {
    const reply = await ask("create", { title: $("#sb-create-title").value });
    if (reply) location.href = reply.address;
  } else if (targetOf(event).id === "sb-title-form") changed("title", { title: $("#sb-title").value });
  else if (targetOf(event).id === "sb-editor") {
    await changed("save", { name: $("#sb-editor-name").value, text: $("#sb-editor-text").value });
    if ($("#sb-problem").hidden) $("#sb-editor").hidden = true;
  }
});

const zone = $("#sb-drop-zone");
zone?.addEventListener("dragover", (event) => {
  event.preventDefault();
  zone.classList.add("sb-over");
});
zone?.addEventListener("dragleave", () => zone.classList.remove("sb-over"));
zone?.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("sb-over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = (
    await Promise.all(
      entries.map(async (entry) => {
        const inside = await filesOf(entry);
        return entry.isDirectory ? inside.map((one) => ({ ...one, name: withoutFolder(one.name) })) : inside;
      }),
    )
  ).flat();
  handIn(files.filter(({ name }) => !name.split("/").some((part) => part.startsWith("."))));
});

refresh().then(() => {
  $("#sb-stuff").dataset.ready = "true";
});
