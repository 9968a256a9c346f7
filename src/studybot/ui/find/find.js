// Search everywhere: Ctrl+K (or the button in the header) opens it on every page; arrows choose, Enter goes there.
import { $, $$, targetOf, base } from "../frame/core.js";
import { t } from "../frame/words.js";

/** @type {HTMLDialogElement} */
const dialog = document.querySelector("#sb-everything");
const input = $("#sb-everything-text", dialog);
const list = $("#sb-everything-list", dialog);
const said = $("#sb-everything-said", dialog);
const PAUSE = 120;
let timer;
let asked = 0;

const options = () => [...list.querySelectorAll("[role=option]")];
const node = (tag, name, text) => {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
};

const choose = (option) => {
  options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
};

const option = (row, number) => {
  const link = document.createElement("a");
  link.id = `sb-everything-${number}`;
  link.href = row.link ? base + row.link : `${base}/`;
  link.className = "sb-find-row";
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  if (row.ask) link.dataset.ask = row.ask;
  link.append(node("span", "sb-find-title", [row.icon, row.title].filter(Boolean).join(" ")));
  if (row.text) link.append(node("span", "sb-find-text", row.text));
  return link;
};

const draw = (groups, text) => {
  const ask = text ? [{ name: t("Ask"), rows: [{ title: t("Ask: “{text}”", { text }), ask: text }] }] : [];
  const all = text.endsWith("?") ? [...ask, ...groups] : [...groups, ...ask]; // who asks wants an answer first
  let number = 0;
  list.replaceChildren(
    ...all.map((group, place) => {
      const box = document.createElement("div");
      box.setAttribute("role", "group");
      box.setAttribute("aria-labelledby", `sb-everything-group-${place}`);
      const name = node("p", "sb-label", group.name);
      name.id = `sb-everything-group-${place}`;
      box.append(name, ...group.rows.map((row) => option(row, number++)));
      return box;
    }),
  );
  choose(options()[0]);
  dialog.querySelector("#sb-everything-live").textContent = t("{n} found", { n: number });
};

const look = async () => {
  const text = input.value.trim();
  const turn = ++asked;
  try {
    const reply = await fetch(`${base}/find`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
    if (turn !== asked) return;
    if (!reply.ok) throw new Error();
    const { groups, understood } = await reply.json();
    said.hidden = !understood;
    said.textContent = understood ? t("Understood as “{text}”", { text: understood }) : "";
    draw(groups, text);
  } catch {
    if (turn !== asked) return;
    said.hidden = false;
    said.textContent = t("studybot cannot be reached just now: try again in a moment.");
  }
};

// A question goes to the Ask page in this tab's own storage: no link of another page can ask it.
const go = (row) => {
  if (!row) return;
  if (row.dataset.ask) {
    try {
      sessionStorage.setItem("studybot.ask", row.dataset.ask);
    } catch {
      /* it is typed again */
    }
  }
  dialog.close();
  location.href = row.href;
};

const open = () => {
  if (dialog.open) return;
  $$("dialog[open]", document).forEach((other) => other.close());
  input.value = "";
  list.replaceChildren();
  dialog.showModal();
  input.focus();
  look();
};

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
input.addEventListener("keydown", (event) => {
  const rows = options();
  const here = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && rows.length) {
    event.preventDefault();
    choose(rows[(here + step + rows.length) % rows.length]);
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    go(rows[here]);
  }
});
list.addEventListener("click", (event) => {
  const row = targetOf(event).closest("[role=option]");
  if (!row || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(row);
});
dialog.addEventListener("click", (event) => {
  if (targetOf(event) === dialog || targetOf(event).closest("[data-close]")) dialog.close();
});
document.querySelector("#sb-search-all").addEventListener("click", open);
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  open();
});
