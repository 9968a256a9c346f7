// Tutor mode: hints before the answer. The switch is the learner's, kept in the browser; the server says what it is at first.
import { $, $$, announce, targetOf, element, slide } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { scroll, state, toSight } from "./stage.js";

const TUTOR = "studybot.tutor";
const tutorSwitch = $("#sb-tutor");

export function tutorOn() {
  try {
    const chosen = localStorage.getItem(TUTOR);
    return chosen === null ? tutorSwitch.dataset.default === "true" : chosen === "on";
  } catch {
    return tutorSwitch.getAttribute("aria-pressed") === "true";
  }
}

function showTutor(on) {
  tutorSwitch.setAttribute("aria-pressed", String(on));
}

tutorSwitch.addEventListener("click", () => {
  const on = tutorSwitch.getAttribute("aria-pressed") !== "true";
  try {
    localStorage.setItem(TUTOR, on ? "on" : "off");
  } catch {
    /* for this page */
  }
  showTutor(on);
  announce(on ? t("Tutor on: hints come before answers.") : t("Tutor off: answers come at once."));
});
showTutor(tutorOn());

function revealAnswer(turn) {
  const whole = $("[data-whole]", turn);
  whole.hidden = false;
  $$("[data-hint]", turn).forEach((hint) => {
    hint.hidden = false;
  });
  $$("[data-reveal], [data-more-hint]", turn).forEach((button) => button.remove());
  const following = $(".sb-following", turn);
  if (following) following.hidden = false;
  whole.tabIndex = -1; // the button that had the focus is gone
  whole.focus({ preventScroll: true });
  scroll.scrollBy({ top: whole.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 12, behavior: slide() });
  announce(state.announced.get(turn.dataset.turnId) ?? t("The answer is shown."));
}

async function makeCard(turn) {
  const reply = await call("card", { turn: turn.dataset.turnId });
  $(".sb-tool-note", turn).textContent = reply.error ?? reply.text;
}

element.addEventListener("click", (event) => {
  const turn = targetOf(event).closest("[data-turn-id]");
  if (targetOf(event).closest("[data-reveal]")) revealAnswer(turn);
  else if (targetOf(event).closest("[data-make-card]")) makeCard(turn);
  else if (targetOf(event).closest("[data-more-hint]")) {
    const next = $("[data-hint][hidden]", turn);
    if (next) {
      next.hidden = false;
      announce(next.textContent);
    }
    if (!$("[data-hint][hidden]", turn)) targetOf(event).closest("[data-more-hint]").remove();
  }
});
element.addEventListener("submit", async (event) => {
  const explain = targetOf(event).closest(".sb-explain");
  if (!explain) return;
  event.preventDefault();
  const turn = explain.closest("[data-turn-id]");
  const reply = await call("explain", { turn: turn.dataset.turnId, text: $("textarea", explain).value });
  const place = $(".sb-explained", explain);
  if (reply.error) {
    place.textContent = reply.error;
    return;
  }
  setHtml(place, reply.html);
  toSight(place);
  if (reply.whole) revealAnswer(turn);
});
