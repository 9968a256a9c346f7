// The People page: the join code, who is in the course, and what was changed.
import { toClipboard } from "../frame/clipboard.js";
import { $, announce, targetOf, tell } from "../frame/core.js";
import { call } from "./call.js";
import { saveFile } from "../frame/files.js";
import { setHtml } from "../frame/html.js";

const problem = $("#sb-problem");
const said = $("#sb-said");
let code = "";
let sure = "";
/** @type {HTMLDialogElement} */
const passwords = $("#sb-password");

async function showPeople() {
  const reply = await call("show");
  tell(problem, reply.error);
  if (reply.error) return;
  setHtml($("#sb-people-lists"), reply.html);
  setHtml($("#sb-changes-list"), reply.lines);
  code = reply.code;
}

async function change(action, data = {}) {
  const reply = await call(action, data);
  tell(problem, reply.error);
  if (reply.error) {
    problem.scrollIntoView({ block: "center" });
    return false;
  }
  await showPeople();
  said.textContent = reply.said;
  return true;
}

// What cannot be undone is asked for twice, in place.
function isSure(button) {
  const name = [button.dataset.do, button.dataset.leave, button.dataset.role, button.dataset.name].join(" ");
  if (sure === name) {
    sure = "";
    return true;
  }
  sure = name;
  button.textContent = "Sure?";
  announce("Press again to do it.");
  return false;
}

async function copyLink() {
  const text = `${location.origin}/join?code=${code}`;
  said.textContent = (await toClipboard(text)) ? "The link is copied." : text;
}

$("#sb-people-lists").addEventListener("click", (event) => {
  const button = targetOf(event).closest("button");
  if (!button) return;
  if (button.dataset.do === "copy") copyLink();
  else if (button.dataset.do === "code" && (!code || isSure(button))) change("code");
  else if (button.dataset.do === "revoke" && isSure(button)) change("revoke");
  else if (button.dataset.leave && isSure(button)) change("leave", { name: button.dataset.leave });
  else if (button.dataset.role && isSure(button)) change("role", { name: button.dataset.name, role: button.dataset.role });
  else if (button.dataset.password) {
    passwords.dataset.name = button.dataset.password;
    $("#sb-password-title").textContent = `New password for ${button.dataset.password}`;
    passwords.showModal();
  }
});

passwords.addEventListener("click", (event) => {
  if (targetOf(event).closest("[data-close]")) passwords.close();
});

passwords.addEventListener("submit", async (event) => {
  const form = targetOf(event);
  const { password } = Object.fromEntries(new FormData(form));
  form.reset();
  await change("password", { name: passwords.dataset.name, password: String(password) });
});

$("#sb-person-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const reply = await call("hand-over", { name: targetOf(event).elements.name.value.trim() });
  tell(problem, reply.error);
  if (reply.error) return;
  saveFile(reply.name, [reply.text], "application/json");
  await showPeople();
  said.textContent = `Saved as ${reply.name}.`;
});

$("#sb-person-form").addEventListener("click", async (event) => {
  const button = targetOf(event).closest("[data-do=delete]");
  const form = $("#sb-person-form");
  if (!button || !form.reportValidity() || !isSure(button)) return;
  button.textContent = "Delete for good";
  if (await change("delete", { name: form.elements.name.value.trim() })) form.reset();
});

$("#sb-changes-list").addEventListener("click", async (event) => {
  const button = targetOf(event).closest("[data-page]");
  if (!button) return;
  const reply = await call("lines", { page: Number(button.dataset.page) });
  tell(problem, reply.error);
  if (!reply.error) setHtml($("#sb-changes-list"), reply.lines);
});

$("#sb-add-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = targetOf(event);
  const given = Object.fromEntries(new FormData(form));
  if (await change("add", given)) form.reset();
});

$("#sb-changes-save").addEventListener("click", async () => {
  const reply = await call("log");
  tell(problem, reply.error);
  if (!reply.error) saveFile(reply.name, [reply.text], "text/csv");
});

showPeople().then(() => {
  $("#sb-people").dataset.ready = "true";
});
