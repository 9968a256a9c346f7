// The Ask page: sends questions, shows turns, opens sources, keeps the list of conversations and the address in step.
import { $, $$, announce, base, calm, later, slide, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { spoken, t } from "../frame/words.js";
import { call } from "./call.js";
import { hideSource } from "./answers.js";
import { chooseTopic } from "./lists.js";
import { showMarks } from "./shelves.js";
import { field, openBy, problem, scroll, setTitle, showList, state } from "./stage.js";
import { tutorOn } from "./tutor.js";

const form = $("#sb-form");
const thread = $("#sb-turns");
const firstWelcome = [...$("#sb-welcome").childNodes];

// ---------------------------------------------------------------- the thread

function showWelcome(welcome) {
  if (typeof welcome === "string") setHtml($("#sb-welcome"), welcome);
  else $("#sb-welcome").replaceChildren(...welcome);
  $("#sb-welcome").hidden = false;
}

// Only the chat scrolls, never the page around it.
function toTurn(article, behavior = "auto") {
  const top = article.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop;
  scroll.scrollTo({ top: top - 4, behavior });
}

function toBottom(behavior = "auto") {
  scroll.scrollTo({ top: scroll.scrollHeight, behavior });
}

function addTurn(turn, before) {
  const holder = document.createElement("div");
  setHtml(holder, turn.html);
  const article = holder.firstElementChild;
  if (before?.isConnected) before.replaceWith(article);
  else thread.append(article);
  state.copies.set(turn.id, turn.copy_text);
  shorten(article);
  return article;
}

// Who chose short answers sees the first statement; a button brings the rest.
function shorten(article) {
  const rest = $$(".sb-statement", article).slice(1);
  if (document.documentElement.dataset.lengthOfAnswers !== "short" || !rest.length) return;
  rest.forEach((one) => {
    one.hidden = true;
  });
  const more = document.createElement("button");
  more.type = "button";
  more.className = "sb-suggestion sb-whole";
  more.textContent = t("Show the whole answer");
  more.addEventListener("click", () => {
    rest.forEach((one) => {
      one.hidden = false;
    });
    more.remove();
    $("a, button", rest[0])?.focus();
  });
  rest[0].before(more);
}

// Statements appear one after the other, the whole within 250 ms; at once for whoever asked for less motion.
async function reveal(article) {
  const parts = $$("[data-part]", article);
  if (calm() || !parts.length) return;
  const pause = Math.min(60, 250 / parts.length);
  parts.forEach((part) => part.classList.add("sb-coming"));
  for (const part of parts) {
    part.classList.remove("sb-coming");
    part.classList.add("sb-came");
    await later(pause);
  }
}

function pending(text, said = t("Looking it up in the course")) {
  const article = document.createElement("article");
  article.className = "sb-turn sb-pending";
  setHtml(
    article,
    '<p class="sb-question" dir="auto"></p><div class="sb-answer sb-busy" role="img" ><i></i><i></i><i></i><span></span></div>',
  );
  $(".sb-question", article).textContent = text;
  $(".sb-busy", article).setAttribute("aria-label", said);
  $(".sb-busy span", article).textContent = said;
  thread.append(article);
  return article;
}

function setBusy(busy) {
  state.busy = busy;
  form.classList.toggle("sb-working", busy);
  $("#sb-send").setAttribute("aria-disabled", String(busy));
}

// What is sent while an answer is awaited is asked when that is there; the same once more is a double click.
function wait(text) {
  if (!text.trim() || text === state.pending || state.queue.some((one) => one.text === text)) return;
  state.queue.push({ text, article: pending(text, t("Waits for the answer before it")) });
  if (field.value === text) setField("");
  toBottom(slide());
}

function askNext() {
  const next = state.queue.shift();
  if (!next) return;
  next.article.remove();
  ask(next.text);
}

// What waits behind a question that could not be asked goes back into the field with it.
function giveBack(text) {
  const texts = [text, ...state.queue.map((one) => one.text), field.value].filter(Boolean);
  state.queue.forEach((one) => one.article.remove());
  state.queue = [];
  setField(texts.join("\n"));
}

export async function ask(text) {
  if (state.busy) {
    wait(text);
    return;
  }
  setBusy(true);
  state.pending = text;
  await state.opening;
  tell(problem);
  const typed = field.value;
  const waiting = pending(text);
  const hadWelcome = !$("#sb-welcome").hidden;
  $("#sb-welcome").hidden = true;
  if (typed === text) setField("");
  toBottom(slide());
  const asked = state.conversation;
  const reply = await call("say", { text, conversation: asked, topic: state.topic, tutor: tutorOn() });
  setBusy(false);
  state.pending = "";
  if (asked !== state.conversation) return;
  if (reply.error) {
    waiting.remove();
    $("#sb-welcome").hidden = !hadWelcome;
    giveBack(text);
    tell(problem, reply.error);
    field.focus();
    return;
  }
  if (!state.conversation) {
    keepDraft("");
    state.conversation = reply.conversation;
    history.pushState({}, "", `${base}/?c=${encodeURIComponent(reply.conversation)}`);
  }
  setTitle(reply.title);
  if (state.shelf === "open") showList(reply.list);
  $("#sb-more").hidden = false;
  dropSuggestions();
  const article = addTurn(reply.turn, waiting);
  toTurn(article, slide());
  await reveal(article);
  state.announced.set(reply.turn.id, reply.turn.announce);
  announce($("[data-whole][hidden]", article) ? t("Try it first: a hint is shown.") : reply.turn.announce);
  askNext();
}

// Only the last answer offers what to ask next.
function dropSuggestions() {
  $$(".sb-follow", thread).forEach((follow) => follow.remove());
}

openBy(async (id, { push = true } = {}) => {
  const step = history.state?.source ? "replaceState" : "pushState";
  hideSource();
  tell(problem);
  state.queue = [];
  const query = new URLSearchParams(location.search);
  const scope = id || push ? {} : { topic: query.get("topic") ?? "", about: query.get("about") ?? "" };
  state.conversation = id;
  if (push) history[step]({}, "", id ? `${base}/?c=${encodeURIComponent(id)}` : `${base}/`);
  thread.replaceChildren();
  state.copies.clear();
  setField(draft());
  if (id) $("#sb-welcome").hidden = true;
  else showStart(firstWelcome, "");
  const reply = await call("open", {
    conversation: id,
    ...scope,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC",
  });
  if (state.conversation !== id) return;
  if (reply.list !== undefined && state.shelf === "open") showList(reply.list);
  showMarks(reply.marks);
  showLeft(reply.left ?? 0);
  if (reply.turns) {
    showTurns(reply);
  } else {
    if (id) {
      state.conversation = "";
      showMarks();
      history.replaceState({}, "", `${base}/`);
    }
    tell(problem, reply.error);
    showStart(reply.welcome ?? firstWelcome, reply.welcome ? (scope.topic ?? "") : "");
  }
});

function showStart(welcome, topic) {
  setTitle("");
  chooseTopic(topic);
  showWelcome(welcome);
  scroll.scrollTo({ top: 0 });
}

function showTurns(reply) {
  $("#sb-welcome").hidden = true;
  setTitle(reply.title);
  chooseTopic(reply.topic);
  reply.turns.forEach((turn) => addTurn(turn));
  $$(".sb-follow", thread)
    .slice(0, -1)
    .forEach((follow) => follow.remove());
  // Wide tables are laid out anew right after they were added, and the end is further down then.
  queueMicrotask(() => toBottom());
}

// A long conversation shows its last turns; those before come when they are asked for, and what is read stays in place.
function showLeft(left) {
  state.left = left;
  $("#sb-earlier").hidden = !left;
}

$("#sb-earlier").addEventListener("click", async () => {
  const reply = await call("earlier", { conversation: state.conversation, left: state.left });
  tell(problem, reply.error);
  if (reply.error) return;
  const first = thread.firstElementChild;
  const below = scroll.scrollHeight - scroll.scrollTop;
  reply.turns.forEach((turn) => first.before(addTurn(turn)));
  $$(".sb-follow", thread)
    .slice(0, -1)
    .forEach((follow) => follow.remove());
  showLeft(reply.left);
  scroll.scrollTop = scroll.scrollHeight - below;
});

// ---------------------------------------------------------------- the composer

export function fit() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
  const length = field.value.length;
  $("#sb-count").hidden = length < 1800;
  $("#sb-count").textContent = t("{n} of {most} characters", {
    n: length.toLocaleString(spoken),
    most: (2000).toLocaleString(spoken),
  });
  $("#sb-count").classList.toggle("sb-over", length > 2000);
}

// What was typed and not sent is kept for its conversation, through a reload.
const draftName = () => `studybot.draft${base}/${state.conversation}`;

function draft() {
  try {
    return localStorage.getItem(draftName()) ?? "";
  } catch {
    return "";
  }
}

function keepDraft(text) {
  try {
    if (text.trim()) localStorage.setItem(draftName(), text.slice(0, 5000));
    else localStorage.removeItem(draftName());
  } catch {
    /* it lasts as long as the page */
  }
}

function setField(text) {
  field.value = text;
  keepDraft(text);
  fit();
}

// A question that was asked comes back into the field to be asked in other words.
export function editQuestion(article) {
  setField($(".sb-question", article).textContent);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

field.addEventListener("input", () => {
  fit();
  keepDraft(field.value);
  tell(problem);
});
field.addEventListener("keydown", (event) => {
  const last = $$(".sb-turn", thread).at(-1);
  if (event.key === "ArrowUp" && !field.value && last) {
    event.preventDefault();
    editQuestion(last);
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(field.value);
});
