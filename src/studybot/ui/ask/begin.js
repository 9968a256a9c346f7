// The last of the Ask page: one listener for everything that is drawn later, and the first look at the address.
import { $, $$, targetOf, element } from "../frame/core.js";
import { closeSource, copyAnswer, hideSource, openSource, rate, sendReason, solve, tellInstructor } from "./answers.js";
import { ask, editQuestion, fit } from "./ask.js";
import { chooseTopic, deleteDialog, renameDialog, sideOpen } from "./lists.js";
import { field, openConversation, refreshList, state } from "./stage.js";

element.addEventListener("click", (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
  let target;
  if ((target = on(".sb-cite")) && plain) {
    event.preventDefault();
    openSource(target);
  } else if (on("[data-source-close]")) closeSource();
  else if ((target = on("[data-ask]"))) {
    if ("everywhere" in target.dataset) chooseTopic("");
    ask(target.dataset.ask);
  } else if ((target = on("[data-tell]"))) tellInstructor(target);
  else if ((target = on("[data-conversation]")) && plain) {
    event.preventDefault();
    sideOpen(false);
    openConversation(target.dataset.conversation);
  } else if ((target = on("[data-rename]"))) renameDialog(target.dataset.rename, target.dataset.title);
  else if ((target = on("[data-delete]"))) deleteDialog(target.dataset.delete, target.dataset.title);
  else if (on("[data-more-list]")) {
    state.pages += 1;
    refreshList();
  } else if ((target = on("[data-option]"))) solve(target.closest("[data-exercise]"), Number(target.dataset.option));
  else if ((target = on("[data-answers]"))) {
    $$("[data-exercise]", target.closest(".sb-turn")).forEach((exercise) => solve(exercise));
    target.remove();
  } else if ((target = on("[data-thumb]"))) rate(target);
  else if ((target = on("[data-copy]"))) copyAnswer(target);
  else if ((target = on("[data-edit]"))) editQuestion(target.closest(".sb-turn"));
  else if ((target = on("[data-reason-close]"))) target.closest("[data-reason]").hidden = true;
  else if ((target = on("[data-side]"))) sideOpen(target.dataset.side === "open");
  else if (on("#sb-new")) {
    sideOpen(false);
    openConversation("").then(() => field.focus());
  }
});
element.addEventListener("submit", (event) => {
  const reasonForm = targetOf(event).closest("[data-reason]");
  if (reasonForm) {
    event.preventDefault();
    sendReason(reasonForm);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !element.isConnected || targetOf(event).closest?.("dialog")) return;
  if (state.source) closeSource();
  else sideOpen(false);
});
window.addEventListener("popstate", () => {
  if (!element.isConnected) return;
  const stepping = state.stepping;
  state.stepping = false;
  if (stepping) return;
  const id = new URLSearchParams(location.search).get("c") ?? "";
  if (!$("#sb-source").hidden && id === state.conversation) hideSource();
  else if (history.state?.source)
    history.back(); // a source that was closed stays closed
  else openConversation(id, { push: false });
});
if (history.state?.source) history.replaceState({}, "");

// A placeholder may take two lines on a small screen, and another number of them after the screen is turned.
new ResizeObserver(() => {
  if (element.isConnected) requestAnimationFrame(fit);
}).observe($(".sb-box"));
openConversation(new URLSearchParams(location.search).get("c") ?? "", { push: false }).then(() => {
  $("#sb-ask").dataset.ready = "true";
  const wanted = sessionStorage.getItem("studybot.ask"); // typed in the search of another page
  sessionStorage.removeItem("studybot.ask");
  if (wanted) ask(wanted);
  if (window.matchMedia("(min-width: 900px)").matches) field.focus();
});
