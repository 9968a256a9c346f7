// The stage of the Ask page: what is open, where it is shown, the list of conversations, and the way to another conversation.
import { $, slide, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";

export const state = {
  conversation: "",
  topic: "",
  busy: false,
  title: "",
  source: null,
  pages: 1,
  copies: new Map(),
  announced: new Map(),
  opening: null,
  queue: [],
  pending: "",
  /** @type {import("./actions").ListedRequest["shelf"]} */
  shelf: "open",
  left: 0,
};
export const field = $("#sb-text");
export const scroll = $("#sb-scroll");
export const problem = $("#sb-problem");
const courseTitle = document.title;

export function setTitle(title) {
  state.title = title;
  $("#sb-title").textContent = title || t("Ask the course");
  $("#sb-title").classList.toggle("sb-hidden", !title);
  $("#sb-export").hidden = !state.conversation;
  document.title = title ? `${title} · studybot` : courseTitle;
}

export function toSight(part) {
  const inner = part.getBoundingClientRect();
  const outer = scroll.getBoundingClientRect();
  if (inner.bottom > outer.bottom) scroll.scrollBy({ top: inner.bottom - outer.bottom + 12, behavior: slide() });
  else if (inner.top < outer.top) scroll.scrollBy({ top: inner.top - outer.top - 12, behavior: slide() });
}

export function showList(html) {
  setHtml($("#sb-list"), html);
}

export async function refreshList() {
  const search = $("#sb-search").value;
  const reply = await call("list", { search, current: state.conversation, pages: state.pages, shelf: state.shelf });
  if (reply.error) tell(problem, reply.error);
  else if (search === $("#sb-search").value) showList(reply.list);
}

// The thread says how a conversation is opened; lists that lead to one do not know the thread.
/** @type {(id: string, options: { push?: boolean }) => Promise<void>} */
let opened;

export function openBy(how) {
  opened = how;
}

// Whoever asks while a conversation is still being opened asks in that conversation.
export function openConversation(id, options = {}) {
  state.opening = opened(id, options);
  return state.opening;
}
