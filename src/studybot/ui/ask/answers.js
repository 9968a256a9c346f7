// What can be done with an answer: open a source, rate, copy, download the conversation.
import { toClipboard } from "../frame/clipboard.js";
import { $, $$, tell } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { fitFrames } from "../frame/frames.js";
import { setHtml } from "../frame/html.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { problem, state, toSight } from "./stage.js";

// ---------------------------------------------------------------- the source

// On a slow line the panel says at once that something comes; on a phone it lies over the chat, and Back closes it.
const SOON = 250;

export async function openSource(mark) {
  $$(".sb-cite[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  mark.setAttribute("aria-current", "true");
  state.source = mark;
  const waiting = setTimeout(
    () => showSource(`<p class="sb-quiet sb-source-body" role="status">${t("Opening the source…")}</p>`),
    SOON,
  );
  const reply = await call("source", { turn: mark.dataset.turn, number: Number(mark.dataset.number) });
  clearTimeout(waiting);
  if (state.source !== mark) return;
  if (reply.error) {
    hideSource();
    tell(problem, reply.error);
    return;
  }
  showSource(reply.html);
  if (window.matchMedia("(max-width: 899px)").matches && !history.state?.source) history.pushState({ source: true }, "");
  const body = $(".sb-source-body", $("#sb-source"));
  const found = $("mark", body);
  if (found) {
    const offset = found.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += offset - Math.min(96, body.clientHeight / 4);
    toLine(found);
  }
  $("#sb-source-title").focus({ preventScroll: true });
  toSight(mark);
}

function showSource(html) {
  setHtml($("#sb-source"), html);
  $("#sb-source").hidden = false;
  $("#sb-ask").classList.add("sb-with-source");
  fitFrames();
}

// A wide table or a long line of code scrolls sideways until the mark shows.
function toLine(found) {
  const frame = found.closest(".sb-table, pre");
  if (!frame) return;
  const over = found.getBoundingClientRect().right - frame.getBoundingClientRect().right;
  const under = found.getBoundingClientRect().left - frame.getBoundingClientRect().left;
  if (over > 0) frame.scrollLeft += Math.min(over + 16, under - 16);
}

export function closeSource() {
  hideSource();
  if (!history.state?.source) return;
  state.stepping = true;
  history.back();
}

export function hideSource() {
  const panel = $("#sb-source");
  const mark = state.source;
  mark?.removeAttribute("aria-current");
  state.source = null;
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  $("#sb-ask").classList.remove("sb-with-source");
  mark?.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- what is done with an answer

export async function rate(button) {
  const turn = button.closest("[data-turn-id]");
  const thumb = button.getAttribute("aria-pressed") === "true" ? "none" : button.dataset.thumb;
  const note = $(".sb-tool-note", turn);
  const reply = await call("rate", { turn: turn.dataset.turnId, thumb });
  if (reply.error) {
    note.textContent = reply.error;
    return;
  }
  $$("[data-thumb]", turn).forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.thumb === reply.thumb)));
  $$("[data-reason]", turn).forEach((one) => {
    one.hidden = one.dataset.reason !== reply.thumb;
  });
  note.textContent = reply.thumb ? t("Thank you, noted.") : t("Taken back.");
  const asking = $("[data-reason]:not([hidden])", turn);
  if (asking) toSight(asking);
}

export async function sendReason(reasonForm) {
  const turn = reasonForm.closest("[data-turn-id]");
  const chosen = $("input[type=radio]:checked", reasonForm)?.value ?? "";
  const words = $("input[type=text]", reasonForm).value.trim();
  const reason = [chosen, words].filter(Boolean).join(": ");
  const reply = await call("rate", { turn: turn.dataset.turnId, thumb: reasonForm.dataset.reason, reason });
  $(".sb-tool-note", turn).textContent = reply.error ?? t("Thank you, your reason is noted.");
  reasonForm.hidden = !reply.error;
  if (!reply.error) $(`[data-thumb=${reasonForm.dataset.reason}]`, turn).focus();
}

// What the course lacks goes to the instructor's work list, as a thumb down with its reason.
export async function tellInstructor(button) {
  const turn = button.closest("[data-turn-id]");
  const reply = await call("rate", { turn: turn.dataset.turnId, thumb: "down", reason: "Please add this to the course" });
  $(".sb-tool-note", turn).textContent = reply.error ?? t("Your instructor will find it on the work list.");
  if (reply.error) return;
  button.disabled = true;
  $$("[data-thumb]", turn).forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.thumb === reply.thumb)));
}

export async function copyAnswer(button) {
  const turn = button.closest("[data-turn-id]");
  const note = $(".sb-tool-note", turn);
  const copied = await toClipboard(state.copies.get(turn.dataset.turnId));
  note.textContent = copied ? t("Copied.") : t("Copying is not allowed here.");
}

$("#sb-export").addEventListener("click", async () => {
  const reply = await call("export", { conversation: state.conversation });
  if (reply.error) {
    tell(problem, reply.error);
    return;
  }
  saveFile(reply.name, [reply.text], "text/markdown");
});

// ---------------------------------------------------------------- exercises in the chat

// `given` is the place of the option that was pressed; without it the answer is only shown.
export async function solve(exercise, given) {
  const options = $$(".sb-option", exercise);
  if (options.some((option) => option.disabled)) return;
  const reply = await call("solve", { item: exercise.dataset.exercise, given: given ?? -1 });
  const verdict = $(".sb-verdict", exercise);
  if (reply.error) {
    verdict.textContent = reply.error;
    return;
  }
  options.forEach((option, place) => {
    option.disabled = true;
    option.classList.toggle("sb-right", reply.right.includes(place));
    option.classList.toggle("sb-missed", place === given && !reply.correct);
    option.setAttribute("aria-pressed", String(place === given));
  });
  setHtml(verdict, reply.html);
}
