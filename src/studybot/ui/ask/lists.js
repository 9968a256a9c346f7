// Lists to choose from: conversations with their dialogs, topics to search in.
import { $, $$, announce, targetOf, element, tell } from "../frame/core.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { bringBack, note } from "./shelves.js";
import { field, openConversation, refreshList, setTitle, state } from "./stage.js";

// ---------------------------------------------------------------- the list of conversations

// On a phone the list lies over the chat; what lies below can be neither tapped nor reached with the keyboard.
export function sideOpen(open) {
  const was = $("#sb-ask").classList.contains("sb-with-side");
  $("#sb-ask").classList.toggle("sb-with-side", open);
  $(".sb-side-open").setAttribute("aria-expanded", String(open));
  [$("#sb-main"), $("#sb-source"), document.querySelector(".sb-header")].forEach((below) => {
    below.inert = open;
  });
  if (open) $("#sb-new").focus();
  else if (was) $(".sb-side-open").focus({ preventScroll: true });
}
window.matchMedia("(min-width: 900px)").addEventListener("change", ({ matches }) => {
  if (matches && element.isConnected) sideOpen(false);
});

let searching;
$("#sb-search").addEventListener("input", () => {
  clearTimeout(searching);
  state.pages = 1;
  searching = setTimeout(refreshList, 180);
});

// ---------------------------------------------------------------- dialogs

// When a dialog closes, the button that opened it may be gone with the list that was drawn anew: `after` moves the focus.
function confirmDialog(dialog, act, after) {
  const inner = $("form", dialog);
  tell($(".sb-problem", inner));
  inner.onsubmit = async (event) => {
    event.preventDefault();
    const failed = await act();
    if (failed) {
      tell($(".sb-problem", inner), failed);
      return;
    }
    dialog.close();
    after();
  };
  $("[data-close]", inner).onclick = () => dialog.close();
  dialog.showModal();
}

export function renameDialog(id, title) {
  const input = $("#sb-rename-text");
  input.value = title;
  confirmDialog(
    $("#sb-rename"),
    async () => {
      const reply = await call("rename", { conversation: id, title: input.value });
      if (reply.error) return reply.error;
      if (id === state.conversation) setTitle(reply.title);
      announce("Renamed.");
      await refreshList();
      return "";
    },
    () =>
      focusEntry(
        listed(),
        listed().findIndex((link) => link.dataset.conversation === id),
      ),
  );
  input.select();
}

const listed = () => $$("[data-conversation]", $("#sb-list"));

function focusEntry(entries, place) {
  (entries[Math.min(place, entries.length - 1)] ?? $("#sb-new")).focus();
}

export function deleteDialog(id, title) {
  const place = listed().findIndex((link) => link.dataset.conversation === id);
  $("#sb-delete-name").textContent = title;
  confirmDialog(
    $("#sb-delete"),
    async () => {
      const reply = await call("delete", { conversation: id });
      if (reply.error) return reply.error;
      note(t("It lies in the bin."), () => bringBack(id));
      if (id === state.conversation) await openConversation("");
      await refreshList();
      return "";
    },
    () => focusEntry(listed(), place),
  );
}

// ---------------------------------------------------------------- the topic filter

export function chooseTopic(id) {
  const radio = $$("#sb-topic-list input").find((one) => one.value === id) ?? $("#sb-topic-list input");
  radio.checked = true;
  state.topic = radio.value;
  $("#sb-topic-name").textContent = radio.dataset.title ?? t("All topics");
  $("#sb-topic").classList.toggle("sb-on", Boolean(state.topic));
  $("#sb-topic-clear").hidden = !state.topic;
}

$("#sb-topic").addEventListener("click", () => {
  $("#sb-topic-search").value = "";
  findTopics("");
  chooseTopic(state.topic);
  $("#sb-topics").showModal();
  $("#sb-topic-search").focus();
});
$("#sb-topic-clear").addEventListener("click", () => {
  chooseTopic("");
  field.focus();
});
$("#sb-topics").addEventListener("close", () => {
  if ($("#sb-topics").returnValue === "ok") chooseTopic($("#sb-topic-list input:checked").value);
  field.focus();
});
$("#sb-topic-search").addEventListener("input", (event) => findTopics(targetOf(event).value));
// Enter takes the first topic that fits what was typed, Arrow down goes to it.
$("#sb-topic-search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== "ArrowDown") return;
  event.preventDefault();
  const first = $$("#sb-topic-list .sb-topic")
    .find((label) => !label.hidden)
    ?.querySelector("input");
  if (event.key === "ArrowDown") first?.focus();
  else if (first) {
    if (targetOf(event).value.trim()) first.checked = true;
    $("#sb-topics").close("ok");
  }
});

function findTopics(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const label of $$("#sb-topic-list .sb-topic")) {
    label.hidden = !words.every((word) => label.dataset.name.includes(word));
    any ||= !label.hidden;
  }
  for (const group of $$("#sb-topic-list fieldset")) group.hidden = !$(".sb-topic:not([hidden])", group);
  $("#sb-topic-none").hidden = any;
}
