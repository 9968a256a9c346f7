// Exams: the server keeps the paper, the answers and the clock; the browser shows one question at a time and sends each answer.
import { $, $$, announce, targetOf, base, tell } from "../frame/core.js";
import { t, tn } from "../frame/words.js";
import { call } from "./call.js";
import { draw, goTo, isProblem, note, toProblem, view } from "./stage.js";
import { makeCards, moveStep } from "./quiz.js";
import { zone } from "./review.js";

const examState = { id: "", end: 0, said: 0, timer: 0, unsent: new Map(), sending: null };
const questions = () => $$(".sb-exam-question", view);
const atPlace = (place) => $(`.sb-exam-question[data-place="${place}"]`, view);
const isFlagged = (form) => $("[data-flag]", form).getAttribute("aria-pressed") === "true";

export function stopExam() {
  clearInterval(examState.timer);
}

export async function openExam() {
  const id = new URLSearchParams(location.search).get("id");
  const reply = await call(id ? "exam_show" : "exam_begin", { zone: zone(), exam: id });
  if (reply.error && id) {
    await goTo(`${base}/practise?view=exam`, { push: false });
    tell($("#sb-problem"), reply.error);
    return;
  }
  drawExam(reply);
}

function drawExam(reply) {
  stopExam();
  if (isProblem(reply)) return;
  draw(reply.html);
  if (reply.exam) {
    examState.id = reply.exam;
    const address = `${base}/practise?view=exam&id=${reply.exam}`;
    if (location.pathname + location.search !== address) history.pushState({}, "", address);
  }
  window.scrollTo({ top: 0 });
  if (!reply.running) {
    $("#sb-front", view).focus({ preventScroll: true });
    examChoice($("#sb-exam-setup", view));
    return;
  }
  const left = $(".sb-exam", view).dataset.left;
  examState.end = left ? Date.now() + Number(left) * 1000 : 0;
  examState.said = 0;
  examState.unsent.clear();
  toPlace(questions().find((form) => !answerOf(form).length) ?? questions()[0]);
  if (examState.end) {
    tick();
    examState.timer = setInterval(tick, 1000);
  }
}

// ---------------------------------------------------------------- before it begins

export function examChoice(form) {
  if (!form) return;
  const chosen = $$("input[name=topic]:checked", form);
  const bySyllabus = $("input[name=syllabus]:checked", form)?.value;
  $("#sb-exam-topics").hidden = Boolean(bySyllabus);
  $("#sb-exam-chosen").textContent =
    chosen.length > 2 ? t("{n} chosen", { n: chosen.length }) : chosen.map((box) => box.dataset.title).join(", ") || t("all");
}

export async function beginExam(form, what) {
  const syllabus = $("input[name=syllabus]:checked", form)?.value ?? "";
  const buttons = $$("button[type=submit]", form);
  if (buttons.some((button) => button.disabled)) return;
  buttons.forEach((button) => {
    button.disabled = true;
  });
  if (syllabus) announce(t("The questions are being chosen."));
  const reply = await call(what === "paper" ? "exam_paper" : "exam_start", {
    syllabus,
    topics: syllabus ? [] : $$("input[name=topic]:checked", form).map((box) => box.value),
    length: Number($("input[name=length]:checked", form).value),
    time: Number($("input[name=time]:checked", form).value),
    pass_mark: Number(form.elements.pass_mark.value) || 70,
    number: form.elements.number.value,
  });
  buttons.forEach((button) => {
    button.disabled = false;
  });
  drawExam(reply);
}

// ---------------------------------------------------------------- while it runs

const WARNINGS = [
  { seconds: 300, text: t("5 minutes are left.") },
  { seconds: 60, text: t("One minute is left.") },
];

function tick() {
  const left = Math.max(0, Math.round((examState.end - Date.now()) / 1000));
  const clock = $("#sb-clock");
  if (!clock) {
    stopExam();
    return;
  }
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.classList.toggle("sb-late", left <= 60);
  for (const { seconds, text } of WARNINGS) {
    if (left <= seconds && left > 0 && (!examState.said || examState.said > seconds)) {
      examState.said = seconds;
      if (left > seconds - 5) announce(text);
    }
  }
  if (!left) {
    stopExam();
    handIn(t("The time is over."));
  }
}

function answerOf(form) {
  if ($(".sb-order", form)) return form.dataset.moved ? $$(".sb-order li", form).map((item) => Number(item.dataset.place)) : [];
  const chosen = $("input[name=option]:checked", form);
  return chosen ? [Number(chosen.value)] : [];
}

function toPlace(form) {
  questions().forEach((one) => {
    one.hidden = one !== form;
  });
  $(".sb-exam-review", view).hidden = true;
  $("[data-review]", view).hidden = false;
  drawMap();
  $(".sb-prompt", form).focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}

function drawMap() {
  questions().forEach((form) => {
    const button = $(`[data-to="${form.dataset.place}"]`, view);
    const answered = answerOf(form).length > 0;
    const flagged = isFlagged(form);
    button.classList.toggle("sb-done", answered);
    button.classList.toggle("sb-flagged", flagged);
    if (form.hidden) button.removeAttribute("aria-current");
    else button.setAttribute("aria-current", "step");
    button.setAttribute(
      "aria-label",
      `Question ${button.textContent}, ${answered ? "answered" : "open"}${flagged ? ", flagged" : ""}`,
    );
    $("[data-clear]", form).hidden = !answered;
  });
}

export function keepAnswer(source) {
  const form = source.closest(".sb-exam-question");
  if (!form) return;
  if ($(".sb-order", form)) form.dataset.moved = "true";
  send(form);
}

function send(form) {
  drawMap();
  examState.unsent.set(form.dataset.place, { given: answerOf(form), flagged: isFlagged(form) });
  examState.sending ??= sendAll().finally(() => {
    examState.sending = null;
  });
}

// What could not be sent is sent with the next answer, and once more before the exam is handed in.
async function sendAll() {
  for (const [place, kept] of [...examState.unsent]) {
    const reply = await call("exam_answer", { zone: zone(), exam: examState.id, place: Number(place), ...kept });
    if (reply.error) {
      $("#sb-exam-kept", view).textContent = t("Not kept yet: studybot cannot be reached. It is tried again.");
      return;
    }
    if (examState.unsent.get(place) === kept) examState.unsent.delete(place);
    if (reply.html) {
      drawExam(reply);
      return;
    }
  }
  if (examState.unsent.size) {
    await sendAll();
    return;
  }
  if ($("#sb-exam-kept", view)) $("#sb-exam-kept", view).textContent = t("All answers are kept.");
}

export function nextInExam(form) {
  const all = questions();
  const next = all[all.indexOf(form) + 1];
  if (next) toPlace(next);
  else review();
}

function review() {
  questions().forEach((one) => {
    one.hidden = true;
  });
  drawMap();
  const open = questions().filter((form) => !answerOf(form).length).length;
  const flagged = questions().filter(isFlagged).length;
  const said = [
    open ? tn("{n} question is open.", "{n} questions are open.", open) : t("All questions are answered."),
    flagged ? tn("{n} question is flagged.", "{n} questions are flagged.", flagged) : "",
    open || flagged ? t("Choose one below to go back to it, or hand the exam in.") : t("You can still go back to any of them."),
  ];
  $("#sb-review-text").textContent = said.filter(Boolean).join(" ");
  $(".sb-exam-review", view).hidden = false;
  $("[data-review]", view).hidden = true;
  $("#sb-review-title").focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}

async function handIn(text = "") {
  await examState.sending;
  if (examState.unsent.size) await sendAll();
  if (!$(".sb-exam", view)) return;
  const reply = await call("exam_finish", { zone: zone(), exam: examState.id });
  if (reply.error) {
    tell($("#sb-problem"), `${text} ${reply.error}`.trim());
    toProblem();
    return;
  }
  drawExam(reply);
  announce(`${text} ${$("#sb-front", view).textContent}`.trim());
}

export async function examClick(button) {
  const form = button.closest(".sb-exam-question");
  const on = (name) => button.hasAttribute(`data-${name}`);
  if (on("flag")) {
    button.setAttribute("aria-pressed", String(!isFlagged(form)));
    send(form);
  } else if (on("back")) {
    const all = questions();
    toPlace(all[all.indexOf(form) - 1]);
  } else if (on("clear")) {
    delete form.dataset.moved;
    $$("input:checked", form).forEach((input) => {
      input.checked = false;
    });
    send(form);
    $(".sb-prompt", form).focus();
  } else if (on("to")) toPlace(atPlace(button.dataset.to));
  else if (on("review")) review();
  else if (on("back-to-exam")) toPlace(questions()[0]);
  else if (on("hand-in")) handIn();
  else if (on("again")) drawExam(await call("exam_again", { zone: zone(), exam: examState.id }));
  else if (on("print")) window.print();
  else if (on("learn")) makeCards(button);
  else if (on("forget")) {
    const reply = await call("exam_forget", { zone: zone(), exam: button.dataset.forget });
    await goTo(`${base}/practise?view=exam`);
    note(reply.error ?? reply.said);
  }
}

export function examKeys(event) {
  const form = questions().find((one) => !one.hidden);
  const item = targetOf(event).closest?.(".sb-order li");
  if (!form) return;
  if (item && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    moveStep(item, event.key === "ArrowUp" ? -1 : 1);
    targetOf(event).focus();
    keepAnswer(item);
    return;
  }
  const option = /^[1-9]$/.test(event.key) && $$("input[name=option]", form)[Number(event.key) - 1];
  if (option) {
    option.checked = true;
    option.focus();
    send(form);
  } else if (event.key.toLowerCase() === "f") $("[data-flag]", form).click();
  else if (event.key === "Enter" && !targetOf(event).closest?.("button, a")) {
    event.preventDefault();
    nextInExam(form);
  }
}
