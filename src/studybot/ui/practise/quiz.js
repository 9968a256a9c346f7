// Quizzes: the browser keeps the quiz (no keys in it), the server asks and grades. Enter checks, and Enter goes on.
import { $, $$, announce, targetOf, base, randomId, slide, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { draw, goTo, isProblem, note, showTab, view } from "./stage.js";

const KEPT = "studybot.quiz";
const quizState = { running: null, busy: false };

function keepQuiz(running) {
  quizState.running = running;
  try {
    if (running) localStorage.setItem(KEPT, JSON.stringify(running));
    else localStorage.removeItem(KEPT);
  } catch {
    /* the quiz lasts for this page */
  }
}

function keptQuiz() {
  if (quizState.running) return quizState.running;
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return kept && /^[0-9a-f]{32}$/.test(kept.run) && Array.isArray(kept.quiz?.queue) ? kept : null;
  } catch {
    return null;
  }
}

function left(running) {
  return running.quiz.queue.length - running.quiz.answered.length;
}

// ---------------------------------------------------------------- the form that a quiz begins with

const setup = $("#sb-setup");
const checked = (name) => $$(`input[name=${name}]:checked`, setup);

function nameChoice() {
  const chosen = (boxes) =>
    boxes.length > 2 ? t("{n} chosen", { n: boxes.length }) : boxes.map((box) => box.dataset.title).join(", ") || t("all");
  $("#sb-topics-chosen").textContent = chosen(checked("topic"));
  $("#sb-kinds-chosen").textContent = chosen(checked("kind"));
  $("#sb-number-chosen").textContent = setup.elements.number.value.trim() || t("no");
}

export function fillSetup(reply) {
  $$(".sb-kind", setup).forEach((label) => {
    label.hidden = !reply.kinds.includes(label.dataset.kind);
  });
  $("#sb-missed").hidden = !reply.missed;
  $("#sb-missed-count").textContent = reply.missed;
  const topics = new URLSearchParams(location.search).getAll("topic");
  if (topics.length)
    $$("input[name=topic]", setup).forEach((box) => {
      box.checked = topics.includes(box.value);
    });
  nameChoice();
}

export function offerResume() {
  const kept = keptQuiz();
  const open = kept && left(kept) > 0;
  $("#sb-resume").hidden = !open;
  if (open)
    $("#sb-resume-place").textContent = t("{left} of {all} questions are left.", {
      left: left(kept),
      all: kept.quiz.queue.length,
    });
}

setup.addEventListener("change", nameChoice);
setup.addEventListener("input", nameChoice);
setup.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (quizState.busy) return;
  quizState.busy = true;
  const reply = await call("start", {
    length: Number(checked("length")[0].value),
    topics: checked("topic").map((box) => box.value),
    kinds: checked("kind").map((box) => box.value),
    number: setup.elements.number.value,
    missed: checked("missed").length > 0,
  });
  quizState.busy = false;
  if (isProblem(reply)) return;
  keepQuiz({ run: randomId(), quiz: reply.quiz });
  history.pushState({}, "", `${base}/practise?view=quiz`);
  showTab("quiz");
  drawQuestion(reply);
});
$("#sb-drop").addEventListener("click", () => {
  keepQuiz(null);
  offerResume();
  $("#sb-begin h1").focus();
  announce(t("The quiz is dropped; its answers are kept."));
});

// ---------------------------------------------------------------- questions and verdicts

export async function goOnWithQuiz() {
  const running = keptQuiz();
  if (!running) {
    await goTo(`${base}/practise`, { push: false });
    return;
  }
  quizState.running = running;
  const reply = await call("question", running);
  if (reply.error) {
    keepQuiz(null);
    await goTo(`${base}/practise`, { push: false });
    tell($("#sb-problem"), reply.error);
    return;
  }
  drawQuestion(reply);
}

function drawQuestion(reply) {
  draw(reply.html);
  window.scrollTo({ top: 0 });
  ($(".sb-options input", view) ?? $("[data-step]", view) ?? $("#sb-prompt", view)).focus({ preventScroll: true });
  if (reply.over) announce($("#sb-prompt", view).textContent);
}

export async function checkAnswer(form) {
  const kind = form.closest("[data-kind]").dataset.kind;
  const steps = $$(".sb-order li", form);
  if (kind === "open") {
    await checkOpen(form);
    return;
  }
  const chosen = $("input[name=option]:checked", form);
  if (!steps.length && !chosen) {
    tell($("#sb-problem"), t("Choose an answer first."));
    $("input[name=option]", form).focus();
    return;
  }
  await sendAnswer(steps.length ? steps.map((step) => Number(step.dataset.place)) : [Number(chosen.value)]);
}

// An open question shows its answer first; then the learner says whether they had it.
async function checkOpen(form) {
  const self = $("#sb-self", form);
  if (self.hidden) {
    const reply = await call("reveal", { ...quizState.running, typed: form.elements.typed.value });
    if (reply.error) {
      tell($("#sb-problem"), reply.error);
      return;
    }
    setHtml($("#sb-revealed", form), reply.html);
    self.hidden = false;
    if (reply.had !== undefined) $(`input[name=self][value="${Number(reply.had)}"]`, form).checked = true;
    $("#sb-check", form).textContent = t("Go on");
    $("#sb-revealed", form).focus({ preventScroll: true });
    $("#sb-revealed", form).scrollIntoView({ block: "nearest", behavior: slide() });
    announce(t("The answer is shown. Did you have it?"));
    return;
  }
  const chosen = $("input[name=self]:checked", form);
  if (!chosen) {
    tell($("#sb-problem"), t("Say whether you had it."));
    $("input[name=self]", form).focus();
    return;
  }
  await sendAnswer([Number(chosen.value)], form.elements.typed.value);
}

async function sendAnswer(given, typed = "") {
  if (quizState.busy) return;
  quizState.busy = true;
  const reply = await call("answer", { ...quizState.running, given, typed });
  quizState.busy = false;
  if (isProblem(reply)) return;
  keepQuiz({ ...quizState.running, quiz: reply.quiz });
  draw(reply.html);
  const verdict = $("#sb-verdict", view);
  verdict.focus({ preventScroll: true });
  verdict.scrollIntoView({ block: "nearest", behavior: slide() });
}

export function moveStep(item, by) {
  const list = item.parentElement;
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  const places = [...list.children].map((one) => $(".sb-step-number", one).textContent);
  if (by < 0) other.before(item);
  else other.after(item);
  [...list.children].forEach((one, index) => {
    $(".sb-step-number", one).textContent = places[index];
  });
  const at = [...list.children].indexOf(item);
  const step = $(".sb-step-text", item).textContent;
  announce(
    list.classList.contains("sb-pairs")
      ? t("{step}: at {name}.", { step, name: places[at] })
      : t("{step}: number {number} of {count}.", { step, number: at + 1, count: places.length }),
  );
}

export async function makeCards(button) {
  const reply = await call("learn", { items: button.dataset.learn.split(" ") });
  if (isProblem(reply)) return;
  button.disabled = true;
  button.lastChild.textContent = ` ${button.dataset.learn.includes(" ") ? t("Cards made") : t("Card made")}`;
  note(reply.text, t("Review"), () => goTo(`${base}/practise?view=review`));
}

export async function repeatQuiz() {
  const { quiz } = quizState.running;
  keepQuiz({ run: randomId(), quiz: { ...quiz, queue: quiz.queue.slice(0, quiz.length), answered: [] } });
  history.pushState({}, "", `${base}/practise?view=quiz`);
  await goOnWithQuiz();
}

export function quizKeys(event) {
  const item = targetOf(event).closest?.(".sb-order li");
  if (item && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const button = targetOf(event);
    moveStep(item, event.key === "ArrowUp" ? -1 : 1);
    button.focus();
    return;
  }
  const verdict = $("#sb-verdict", view);
  if (event.key === "Enter" && verdict && (targetOf(event) === verdict || targetOf(event) === document.body)) {
    event.preventDefault();
    $("#sb-next", verdict).click();
    return;
  }
  const option = /^[1-9]$/.test(event.key) && $$("input[name=option]", view)[Number(event.key) - 1];
  if (option) {
    option.checked = true;
    option.focus();
    tell($("#sb-problem"));
  }
}
