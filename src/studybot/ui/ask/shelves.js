// What is done with a whole conversation: pin, archive, share; the bin and the way back from it.
import { toClipboard } from "../frame/clipboard.js";
import { $, announce, targetOf, base, element, tell } from "../frame/core.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { problem, refreshList, state } from "./stage.js";

const marks = { pinned: false, archived: false, shared: "" };

function nameButton(selector, text) {
  $(selector).setAttribute("aria-label", text);
  $("span", $(selector)).textContent = text;
}

export function showMarks(given) {
  Object.assign(marks, given ?? { pinned: false, archived: false, shared: "" });
  $("#sb-more").hidden = !state.conversation;
  nameButton("[data-mark=pinned]", marks.pinned ? t("No longer on top") : t("Keep on top of the list"));
  nameButton("[data-mark=archived]", marks.archived ? t("Take out of the archive") : t("Put into the archive"));
  nameButton("[data-share]", marks.shared ? t("Copy the link again") : t("Share by a link"));
  $("[data-unshare]").hidden = !marks.shared;
}

async function change(action, data = {}) {
  $("#sb-more").open = false;
  const reply = await call(action, { conversation: state.conversation, ...data });
  tell(problem, reply.error);
  if (reply.error) return false;
  showMarks(reply.marks);
  await refreshList();
  return true;
}

// The text stands in the list, where the eye is, and offers to take it back.
export function note(text, undo) {
  const said = $("#sb-list-note");
  said.hidden = !text;
  $("span", said).textContent = text ?? "";
  $("button", said).hidden = !undo;
  $("button", said).onclick = async () => {
    note("");
    await undo();
  };
  if (text) announce(text);
}

export async function bringBack(id) {
  const reply = await call("back", { conversation: id });
  tell(problem, reply.error);
  if (!reply.error) {
    note(reply.said);
    await refreshList();
  }
}

async function forget(id) {
  const reply = await call("forget", { conversation: id });
  tell(problem, reply.error);
  if (!reply.error) {
    note(reply.said);
    await refreshList();
  }
}

function showShelf(shelf) {
  state.shelf = shelf;
  state.pages = 1;
  note("");
  refreshList();
}

$("#sb-more").addEventListener("click", async (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  if (on("[data-mark]")) {
    const name = on("[data-mark]").dataset.mark;
    const was = marks[name];
    if (await change("mark", { mark: name, on: !was })) announce(was ? t("Taken back.") : t("Done."));
  } else if (on("[data-unshare]")) {
    if (await change("unshare")) note(t("The link leads nowhere any more."));
  } else if (on("[data-share]") && (await change("share"))) {
    const address = location.origin + base + marks.shared;
    const copied = await toClipboard(address);
    note(copied ? t("The link is copied. Whoever has it can read this conversation.") : address);
  }
});
element.addEventListener("click", (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  if (on("[data-shelf]")) showShelf(on("[data-shelf]").dataset.shelf);
  else if (on("[data-back]")) bringBack(on("[data-back]").dataset.back);
  else if (on("[data-forget]")) forget(on("[data-forget]").dataset.forget);
  else if (!on("#sb-more")) $("#sb-more").open = false;
});
