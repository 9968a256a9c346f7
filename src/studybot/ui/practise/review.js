// Flashcards: Space shows the answer, 1 to 4 rate it. The queue lives on the server, so a reload loses nothing.
import { $, announce, targetOf, randomId, slide, tell } from "../frame/core.js";
import { waiting } from "../frame/offline.js";
import { t, tn } from "../frame/words.js";
import { call } from "./call.js";
import { draw, isProblem, note, view, waitingCount } from "./stage.js";

export const reviewState = { topics: [], ahead: [], more: 0, done: 0, review: "", busy: false, timer: 0 };
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
const queued = (data = {}) => ({ zone: zone(), topics: reviewState.topics, more: reviewState.more, ...data });

export async function beginReview() {
  const topic = new URLSearchParams(location.search).get("topic");
  reviewState.topics = topic ? [topic] : [];
  $("#sb-card-topic").value = topic ?? "";
  const reply = await call("review", queued());
  const { cards = [] } = await call("ahead", queued()); // kept for when there is no network
  reviewState.ahead = cards;
  drawCard(reply.error && cards.length ? keptCard() : reply);
}

// Without a network: the next of the cards that were sent ahead, of those that were not rated meanwhile.
function keptCard() {
  const rated = new Set(waiting().map(({ data }) => data.card));
  const left = reviewState.ahead.filter(({ card }) => !rated.has(card));
  return left.length
    ? { ...left[0], left: left.length }
    : { error: t("These were all cards that this device has without a network.") };
}

function drawCard(reply, { focus = true } = {}) {
  clearTimeout(reviewState.timer);
  if (isProblem(reply)) return;
  draw(reply.html);
  reviewState.review = randomId();
  waitingCount(reply.left);
  if (reply.note) tell($("#sb-problem"), reply.note);
  if (reviewState.done && $("#sb-session", view))
    $("#sb-session", view).textContent = tn(
      "You reviewed {n} card just now.",
      "You reviewed {n} cards just now.",
      reviewState.done,
    );
  if (focus) $("#sb-front", view).focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
  const seconds = Number($(".sb-nothing", view)?.dataset.seconds ?? 0);
  if (seconds)
    reviewState.timer = setTimeout(() => {
      if ($(".sb-nothing", view)) beginReview();
    }, seconds * 1000);
}

export function showBack() {
  const back = $("#sb-back", view);
  if (!back?.hidden) return;
  back.hidden = false;
  $("#sb-show-row", view).hidden = true;
  $("#sb-ratings", view).hidden = false;
  back.focus({ preventScroll: true });
  back.scrollIntoView({ block: "nearest", behavior: slide() });
}

export async function change(action, data) {
  if (reviewState.busy) return null;
  reviewState.busy = true;
  tell($("#sb-problem"));
  const reply = await call(action, queued(data));
  reviewState.busy = false;
  if (isProblem(reply)) return null;
  if (reply.rated || reply.later) reviewState.done += 1;
  if (reply.undone) reviewState.done = Math.max(0, reviewState.done - 1);
  drawCard(reply.later ? keptCard() : reply);
  if (reply.said) announce(reply.said);
  return reply;
}

export async function rateCard(rating) {
  const flash = $(".sb-flash", view);
  if (!flash || $("#sb-back", view).hidden) return;
  const reply = await change("rate", {
    card: flash.dataset.card,
    shown: flash.dataset.shown,
    rating,
    review: reviewState.review,
  });
  if (reply?.rated || reply?.later) note(reply.said);
}

export async function undoRating() {
  const reply = await change("undo");
  if (reply?.undone) note(reply.said);
}

export async function restCard() {
  const flash = $(".sb-flash", view);
  if (!flash) return;
  const { card } = flash.dataset;
  const reply = await change("suspend", { card });
  if (reply) note(reply.said, t("Take it up again"), () => change("suspend", { card, rests: false }));
}

export function reviewKeys(event) {
  const onButton = targetOf(event).closest?.("button, a, summary");
  const key = event.key.toLowerCase();
  if ((key === " " || key === "enter") && !onButton && $("#sb-back", view)?.hidden) {
    event.preventDefault();
    showBack();
  } else if (/^[1-4]$/.test(key)) rateCard(["again", "hard", "good", "easy"][Number(key) - 1]);
  else if (key === "u") undoRating();
  else if (key === "r") restCard();
}
