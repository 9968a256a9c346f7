// Notes in the reader. A note stands at words, found again by what stands around them: it outlives a new index.
import { $, $$, announce, targetOf, base, element, randomId, slide, tell } from "../frame/core.js";
import { waiting } from "../frame/offline.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";

const CONTEXT = 32;
const article = $("#sb-reader");
const noting = { topic: "", kept: [], chosen: null };
const toolbar = $("#sb-selected");
const noteDialog = $("#sb-note-dialog");
const squeezed = (text) => text.replace(/\s+/g, "");
const areaOf = (section) => $(":scope > .sb-material", section);
const sectionOf = (name) => $$("[data-section]", article).find((one) => one.dataset.section === name);

export async function showNotes(topic) {
  Object.assign(noting, { topic, kept: [], chosen: null });
  hideToolbar();
  const reply = await call("notes", { topic });
  if (reply.error || noting.topic !== topic) return;
  noting.kept = reply.notes;
  for (const { data } of waiting()) {
    if (data.action === "keep_note" || data.action === "drop_note")
      noting.kept = noting.kept.filter(({ id }) => id !== data.id);
    if (data.action === "keep_note" && data.topic === topic) noting.kept.push(data);
  }
  drawNotes();
  const wanted = new URLSearchParams(location.search).get("note");
  if (wanted) goToNote(wanted);
}

// ---------------------------------------------------------------- where a note stands

// Every letter of an area that is no space, with the text node and place it stands at.
function letters(area) {
  const places = [];
  let text = "";
  const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const data = walker.currentNode.textContent;
    for (let place = 0; place < data.length; place += 1) {
      if (/\s/.test(data[place])) continue;
      text += data[place];
      places.push([walker.currentNode, place]);
    }
  }
  return { text, places };
}

const shared = (one, other) => {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count += 1;
  return count;
};
const turned = (text) => [...text].reverse().join("");

function find(note) {
  const wanted = squeezed(note.exact);
  const own = sectionOf(note.section);
  const sections = [own, ...$$("[data-section]", article).filter((one) => one !== own)].filter(Boolean);
  for (const section of sections) {
    const area = areaOf(section);
    if (!area) continue;
    const { text, places } = letters(area);
    let best = null;
    for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + 1)) {
      const before = shared(turned(text.slice(0, start)), turned(note.prefix));
      const fits = before + shared(text.slice(start + wanted.length), note.suffix);
      if (!best || fits > best.fits) best = { start, fits };
    }
    if (best) return places.slice(best.start, best.start + wanted.length);
  }
  return [];
}

function drawNotes() {
  $$("mark[data-note]", article).forEach((old) => {
    const parent = old.parentNode;
    old.replaceWith(...old.childNodes);
    parent.normalize();
  });
  $$("[data-bookmark]", article).forEach((button) => {
    button.setAttribute(
      "aria-pressed",
      String(noting.kept.some((note) => note.kind === "bookmark" && note.section === button.dataset.bookmark)),
    );
  });
  noting.kept.forEach((note) => {
    note.lost = Boolean(note.exact) && !mark(note);
  });
  drawList();
}

// Wraps what a note stands at, a piece for each text node; the first piece is a stop of the keyboard.
function mark(note) {
  const places = find(note);
  const pieces = new Map();
  places.forEach(([node, place]) => {
    const piece = pieces.get(node);
    if (piece) piece[1] = place + 1;
    else pieces.set(node, [place, place + 1]);
  });
  [...pieces].forEach(([node, [start, end]], index) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const piece = document.createElement("mark");
    piece.className = `sb-noted sb-noted-${note.kind}`;
    piece.dataset.note = note.id;
    if (!index)
      Object.assign(piece, { tabIndex: 0, role: "button", ariaLabel: `${NOTE_NAMES[note.kind]}: ${note.text || note.exact}` });
    range.surroundContents(piece);
  });
  return places.length > 0;
}

const NOTE_NAMES = { highlight: t("Marked"), note: t("Note"), bookmark: t("Bookmark"), card: t("Card") };

function drawList() {
  const list = $("#sb-topic-notes", article);
  if (!list) return;
  list.hidden = !noting.kept.length;
  $("summary", list).textContent = t("Your notes here ({n})", { n: noting.kept.length });
  $("ul", list).replaceChildren(
    ...noting.kept.map((note) => {
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button", className: "sb-link" });
      button.dataset.toNote = note.id;
      const title = $("h2, h3", sectionOf(note.section) ?? article)?.textContent.trim() ?? "";
      button.textContent = `${NOTE_NAMES[note.kind]}: ${note.text || note.exact || title}`.slice(0, 160);
      item.append(button);
      if (note.lost)
        item.append(
          Object.assign(document.createElement("span"), {
            className: "sb-quiet",
            textContent: ` ${t("The course changed here; the words are kept.")}`,
          }),
        );
      return item;
    }),
  );
}

function goToNote(id) {
  const note = noting.kept.find((one) => one.id === id);
  if (!note) return;
  const place = $(`mark[data-note="${id}"]`, article) ?? $("h2, h3", sectionOf(note.section) ?? article);
  place?.scrollIntoView({ block: "center", behavior: slide() });
  place?.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- selecting words

function hideToolbar() {
  toolbar.hidden = true;
}

function chooseWords() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed || noteDialog.open) {
    if (!toolbar.contains(document.activeElement)) hideToolbar();
    return;
  }
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const area = (around instanceof Element ? around : around.parentElement)?.closest(".sb-material");
  /** @type {HTMLElement | null | undefined} */
  const section = area?.closest("[data-section]");
  const exact = selection.toString().trim();
  if (!area || !section || !article.contains(area) || squeezed(exact).length < 2 || exact.length > 4000) {
    hideToolbar();
    return;
  }
  const before = document.createRange();
  before.selectNodeContents(area);
  before.setEnd(range.startContainer, range.startOffset);
  const { text } = letters(area);
  const start = squeezed(before.toString()).length;
  noting.chosen = {
    section: section.dataset.section,
    exact,
    prefix: text.slice(Math.max(0, start - CONTEXT), start),
    suffix: text.slice(start + squeezed(exact).length).slice(0, CONTEXT),
  };
  toolbar.hidden = false;
  const box = range.getBoundingClientRect();
  const [wide, tall] = [toolbar.offsetWidth, toolbar.offsetHeight];
  const top = box.top - tall - 10 < 70 ? box.bottom + 10 : box.top - tall - 10;
  toolbar.style.left = `${Math.max(8, Math.min(window.innerWidth - wide - 8, box.left + box.width / 2 - wide / 2))}px`;
  toolbar.style.top = `${Math.max(8, Math.min(window.innerHeight - tall - 8, top))}px`;
}

const choosing = () => {
  if (element.isConnected) chooseWords();
  else document.removeEventListener("selectionchange", choosing);
};
document.addEventListener("selectionchange", choosing);
window.addEventListener(
  "scroll",
  () => {
    if (!toolbar.hidden) chooseWords();
  },
  { passive: true },
);

toolbar.addEventListener("mousedown", (event) => event.preventDefault());
toolbar.addEventListener("click", async (event) => {
  const what = targetOf(event).closest("[data-make]")?.dataset.make;
  if (!what || !noting.chosen) return;
  if (what === "ask") {
    const about = noting.chosen.exact.slice(0, 300);
    location.assign(`${base}/?topic=${encodeURIComponent(noting.topic)}&about=${encodeURIComponent(about)}`);
    return;
  }
  const note = { id: randomId(), topic: noting.topic, kind: what, text: "", ...noting.chosen };
  if (what === "highlight") {
    document.getSelection().removeAllRanges();
    await keepNote(note);
  } else writeNote(note);
});

// ---------------------------------------------------------------- writing and keeping

function writeNote(note) {
  hideToolbar();
  noting.open = note;
  const known = noting.kept.some((one) => one.id === note.id);
  $("h2", noteDialog).textContent =
    note.kind === "card" ? t("A card of your own") : note.kind === "highlight" ? t("Marked") : t("Note");
  $("label span", noteDialog).textContent = note.kind === "card" ? t("Question on the front") : t("Your words");
  $("blockquote", noteDialog).hidden = !note.exact;
  $("blockquote", noteDialog).textContent = note.exact;
  $("textarea", noteDialog).value = note.text;
  $("[data-drop]", noteDialog).hidden = !known;
  tell($(".sb-problem", noteDialog));
  noteDialog.showModal();
  $("textarea", noteDialog).focus();
}

async function keepNote(note) {
  const reply = await call("keep_note", note);
  if (reply.error) return reply.error;
  noting.kept = [...noting.kept.filter((one) => one.id !== note.id), reply.note];
  drawNotes();
  announce(`${NOTE_NAMES[note.kind]} kept.`);
  return "";
}

async function dropNote(id) {
  const reply = await call("drop_note", { id });
  if (reply.error) return reply.error;
  noting.kept = noting.kept.filter((one) => one.id !== id);
  drawNotes();
  announce("Deleted.");
  return "";
}

$("form", noteDialog).addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("textarea", noteDialog).value.trim();
  const kind = noting.open.kind === "highlight" && text ? "note" : noting.open.kind;
  const error =
    kind === "note" && !text && !noting.open.exact
      ? t("Write something first.")
      : await keepNote({ ...noting.open, kind, text });
  tell($(".sb-problem", noteDialog), error);
  if (!error) noteDialog.close();
});
$("[data-drop]", noteDialog).addEventListener("click", async () => {
  const error = await dropNote(noting.open.id);
  tell($(".sb-problem", noteDialog), error);
  if (!error) noteDialog.close();
});
$("[data-close]", noteDialog).addEventListener("click", () => noteDialog.close());

article.addEventListener("click", async (event) => {
  const bookmark = targetOf(event).closest("[data-bookmark]");
  const whole = targetOf(event).closest("[data-note-on]");
  const read = targetOf(event).closest("[data-mark-read]");
  const list = targetOf(event).closest("[data-to-note]");
  const marked = targetOf(event).closest("mark[data-note]");
  if (bookmark) {
    const known = noting.kept.find((note) => note.kind === "bookmark" && note.section === bookmark.dataset.bookmark);
    const error = await (known
      ? dropNote(known.id)
      : keepNote({ id: randomId(), topic: noting.topic, section: bookmark.dataset.bookmark, kind: "bookmark" }));
    tell($("#sb-problem"), error);
  } else if (whole) {
    const section = whole.dataset.noteOn;
    writeNote(
      noting.kept.find((note) => note.kind === "note" && !note.exact && note.section === section) ?? {
        id: randomId(),
        topic: noting.topic,
        section,
        kind: "note",
        exact: "",
        text: "",
      },
    );
  } else if (read) {
    const reply = await call("places", { topic: noting.topic, places: [{ section: read.dataset.markRead, position: 1 }] });
    if (reply.error) {
      tell($("#sb-problem"), reply.error);
      return;
    }
    read.setAttribute("aria-pressed", "true");
    announce(t("Marked as read."));
  } else if (list) {
    goToNote(list.dataset.toNote);
  } else if (marked && document.getSelection().isCollapsed) {
    const note = noting.kept.find((one) => one.id === marked.dataset.note);
    if (note) writeNote(note);
  }
});
article.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  const marked = targetOf(event).closest("mark[data-note]");
  if (!marked) return;
  event.preventDefault();
  marked.click();
});
