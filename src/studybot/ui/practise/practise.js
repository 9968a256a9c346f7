// The Practise page: which view the address asks for, and one listener for everything drawn later.
import { $, targetOf, base, element, slide, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { call } from "./call.js";
import { beginExam, examChoice, examClick, examKeys, keepAnswer, nextInExam, openExam, stopExam } from "./exam.js";
import { importFile, keepName, save, showProgress, wakeCard } from "./progress.js";
import { checkAnswer, fillSetup, goOnWithQuiz, makeCards, moveStep, offerResume, quizKeys, repeatQuiz } from "./quiz.js";
import { beginReview, change, rateCard, restCard, reviewKeys, reviewState, showBack, undoRating, zone } from "./review.js";
import { saveSheet, sheetAddress, showSheet } from "./sheet.js";
import { goTo, isCounted, showBy, showTab, view, waitingCount } from "./stage.js";

async function showBegin() {
  view.hidden = true;
  view.replaceChildren();
  $("#sb-begin").hidden = false;
  offerResume();
  const reply = await call("today", { zone: zone() });
  if (reply.error) {
    tell($("#sb-problem"), reply.error);
    return;
  }
  setHtml($("#sb-today"), reply.html);
  waitingCount(reply.waiting);
  fillSetup(reply);
}

showBy(async (address, { push = true, focus = true } = {}) => {
  if (push) history.pushState({}, "", address);
  else if (address !== location.href) history.replaceState({}, "", address);
  clearTimeout(reviewState.timer);
  stopExam();
  tell($("#sb-problem"));
  const name = new URLSearchParams(location.search).get("view") ?? "";
  showTab(name || "quiz");
  if (name === "review") {
    reviewState.more = 0;
    await beginReview();
  } else if (name === "exam") await openExam();
  else if (name === "sheet") await showSheet();
  else if (name === "progress") await showProgress();
  else if (name === "quiz") await goOnWithQuiz();
  else {
    await showBegin();
    if (focus) $("#sb-begin h1").focus({ preventScroll: true });
  }
  if (push) window.scrollTo({ top: 0 });
});

function showProof(button) {
  const place = document.getElementById(button.getAttribute("aria-controls"));
  place.hidden = !place.hidden;
  button.setAttribute("aria-expanded", String(!place.hidden));
  if (place.hidden) return;
  const proof = $(".sb-proof", place);
  proof.focus({ preventScroll: true });
  ($("mark", proof) ?? proof).scrollIntoView({ block: "center", behavior: slide() });
}

element.addEventListener("click", (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
  let target;
  if ((target = on(".sb-tabs a, a[data-go]")) && plain) {
    event.preventDefault();
    goTo(target.getAttribute("href"));
  } else if ((target = on("[data-proof]"))) showProof(target);
  else if ((target = on("[data-learn]"))) makeCards(target);
  else if (on("#sb-next")) goOnWithQuiz();
  else if (on("#sb-repeat")) repeatQuiz();
  else if (on("[data-leave]")) goTo(`${base}/practise`);
  else if ((target = on("[data-move]"))) {
    moveStep(target.closest("li"), Number(target.dataset.move));
    target.focus();
    keepAnswer(target);
  } else if ((target = on(".sb-exam button, .sb-exam-result button, .sb-paper button"))) examClick(target);
  else if (on("[data-print]")) window.print();
  else if ((target = on("[data-sheet]"))) saveSheet(target.dataset.sheet);
  else if (on("#sb-show")) showBack();
  else if ((target = on("[data-rating]"))) rateCard(target.dataset.rating);
  else if (on("[data-undo]")) undoRating();
  else if (on("[data-rest]")) restCard();
  else if (on("[data-more]")) {
    reviewState.more += 10;
    change("review");
  } else if ((target = on("[data-save]"))) save(target.dataset.save);
  else if ((target = on("[data-wake]"))) wakeCard(target);
});
element.addEventListener("submit", (event) => {
  const form = targetOf(event);
  if (form.id === "sb-question") {
    event.preventDefault();
    checkAnswer(form);
  } else if (form.id === "sb-exam-setup") {
    event.preventDefault();
    beginExam(form, event.submitter?.getAttribute("value"));
  } else if (form.matches(".sb-exam-question")) {
    event.preventDefault();
    nextInExam(form);
  } else if (form.id === "sb-sheet-of") {
    event.preventDefault();
    goTo(sheetAddress(form));
  } else if (form.id === "sb-name") {
    event.preventDefault();
    keepName(form);
  }
});
element.addEventListener("change", (event) => {
  if (targetOf(event).id === "sb-import") importFile(targetOf(event));
  else if (targetOf(event).id === "sb-card-topic")
    goTo(`/practise?view=review${targetOf(event).value ? `&topic=${encodeURIComponent(targetOf(event).value)}` : ""}`);
  else if (targetOf(event).closest(".sb-exam-question")) keepAnswer(targetOf(event));
  else if (targetOf(event).matches("[data-key]")) $(".sb-paper-key").hidden = !targetOf(event).checked;
  else if (targetOf(event).form?.id === "sb-exam-setup") examChoice(targetOf(event).form);
  else if (targetOf(event).name === "option" || targetOf(event).name === "self") tell($("#sb-problem"));
});
document.addEventListener("keydown", (event) => {
  if (!element.isConnected || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
  if (targetOf(event).closest?.("textarea, input[type=text], select, dialog, .sb-header")) return;
  if ($(".sb-flash, .sb-nothing", view)) reviewKeys(event);
  else if ($(".sb-exam", view)) examKeys(event);
  else if ($(".sb-quiz", view)) quizKeys(event);
});
window.addEventListener("popstate", () => {
  if (element.isConnected) goTo(location.href, { push: false });
});

// Views that count no cards of their own show how many wait as well.
async function countWaiting() {
  const reply = isCounted() ? { error: "" } : await call("today", { zone: zone() });
  if (!("error" in reply)) waitingCount(reply.waiting);
}

goTo(location.href, { push: false, focus: false }).then(() => {
  $("#sb-practise").dataset.ready = "true";
  countWaiting();
});
