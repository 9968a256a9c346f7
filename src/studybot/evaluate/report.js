"use strict";
const payload = JSON.parse(document.getElementById("payload").textContent);
const labels = JSON.parse(document.getElementById("labels").textContent);
const scores = new Set(["mrr", "ndcg_at_10", "aurc", "brier"]);
const lower = new Set(["false_refusals", "false_answers", "errors", "wrong_verdicts", "opposite", "brier"]);
const list = document.getElementById("questions");
const page = 100;
let shown = page;

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

// The links of the report name a filter after their "#". The script filters; a file opened by itself also keeps it in its
// address. Inside a closed frame the report has no address of its own, and nothing may depend on one.
const addressed = location.protocol !== "about:";
let filter = addressed ? location.hash.slice(1) : "";

function remember(text, how) {
  filter = text;
  if (!addressed) return;
  try {
    history[how](null, "", text ? `#${text}` : location.href.split("#")[0]);
  } catch {
    /* nothing is lost */
  }
}

function show(text) {
  filter = text;
  shown = page;
  draw();
  document.getElementById("all").scrollIntoView();
}

const tests = {
  q: (row, value) =>
    value
      .toLowerCase()
      .split(/\s+/)
      .every((word) => row.search.includes(word)),
  id: (row, value) => row.id === value,
  topic: (row, value) => (row.topic || "none") === value,
  kind: (row, value) => row.kind === value,
  group: (row, value) => (row.group || "none") === value,
  act: (row, value) => row.act === value,
  certainty: (row, value) => (row.certainty || "none") === value,
  tag: (row, value) => (row.tags.length ? row.tags.includes(value) : value === "none"),
  blame: (row, value) => row.blame === value,
  outcome: (row, value) => (row.outcome || "error") === value,
  paraphrase: (row, value) => String(row.paraphrase) === value,
  follow_up: (row, value) => String(row.follow_up) === value,
  answerable: (row, value) => row.labelled && String(row.answerable) === value,
  answered: (row, value) => String(row.counted) === value,
  labelled: (row, value) => String(row.labelled) === value,
  right: (row, value) => row.values.right === Number(value),
  has: (row, value) => (value in row.values ? row.values[value] !== null : row.labelled),
  confidence: (row, value) => row.labelled && row.confidence >= Number(value) - 1e-6,
  slower: (row, value) => row.ms !== null && row.ms >= Number(value),
  faster: (row, value) => row.ms !== null && row.ms < Number(value),
  gained: (row, value) => change(row, value) > 0,
  lost: (row, value) => change(row, value) < 0,
};

function change(row, measure) {
  if (!row.base || row.base[measure] === null || row.values[measure] === null) return 0;
  return (row.values[measure] - row.base[measure]) * (lower.has(measure) ? -1 : 1);
}

for (const row of payload.questions) {
  row.search = [row.id, row.question, row.understood || "", ...row.statements.map((one) => one.text)].join(" ").toLowerCase();
  row.counted = row.blame === "error" ? !row.answerable : row.answered;
}

function wanted() {
  return [...new URLSearchParams(filter)].filter(([name, value]) => value !== "" && (name in tests || name === "sort"));
}

function chosen(filters) {
  const rows = payload.questions.filter((row) => filters.every(([name, value]) => name === "sort" || tests[name](row, value)));
  const sort = (filters.find(([name]) => name === "sort") || [])[1];
  if (!sort) return rows;
  const sign = lower.has(sort) || sort === "length" || sort === "ms" ? -1 : 1;
  const key = (row) => {
    if (sort === "ms") return row.ms === null ? Infinity : sign * row.ms;
    if (sort === "confidence" || sort === "aurc") return -row.confidence;
    if (sort.endsWith("_f1")) return row.values.right_outcome;
    return row.values[sort] === null || row.values[sort] === undefined ? Infinity : sign * row.values[sort];
  };
  return rows
    .map((row) => [key(row), row])
    .sort((one, two) => (one[0] < two[0] ? -1 : one[0] > two[0] ? 1 : 0))
    .map(([, row]) => row);
}

function draw() {
  const filters = wanted();
  const rows = chosen(filters);
  list.replaceChildren(...rows.slice(0, shown).map(questionElement));
  if (rows.length > shown) {
    const more = make("button", "", `Show ${Math.min(page, rows.length - shown)} more of ${rows.length - shown}`);
    more.onclick = () => {
      shown += page;
      draw();
    };
    list.append(more);
  }
  if (rows.length === 1) list.firstElementChild.open = true;
  document.getElementById("count").textContent = `${rows.length} of ${payload.questions.length} questions`;
  document.getElementById("chips").replaceChildren(...filters.map(chip));
  for (const field of document.querySelectorAll(".filters [name]")) {
    const value = (filters.find(([name]) => name === field.name) || ["", ""])[1];
    if (field !== document.activeElement || field.tagName === "SELECT") field.value = value;
  }
}

function chip([name, value]) {
  const title = (text) => labels[text] || text;
  const words = {
    has: `with ${title(value)}`,
    sort: `sorted by ${title(value)}`,
    gained: `better ${title(value)}`,
    lost: `worse ${title(value)}`,
    confidence: `confidence ≥ ${value}`,
    slower: `≥ ${value} ms`,
    faster: `< ${value} ms`,
  };
  const button = make("button", "chip", `${words[name] || `${name.replace("_", "-")}: ${value}`} ×`);
  button.setAttribute("aria-label", `remove filter ${name} ${value}`);
  button.onclick = () => setFilter(name, "");
  return button;
}

function setFilter(name, value) {
  const parameters = new URLSearchParams(filter);
  if (value) parameters.set(name, value);
  else parameters.delete(name);
  remember(String(parameters), "replaceState");
  shown = page;
  draw();
}

function questionElement(row) {
  const element = make("details", "question");
  const head = make("summary");
  const tags = make("span", "tags");
  tags.append(make("span", "tag", row.kind));
  if (!row.labelled) tags.append(make("span", "tag", "no label yet"));
  else if (row.values.right === 1) tags.append(make("span", "tag good", row.answerable ? "right" : "rightly refused"));
  else
    tags.append(
      make(
        "span",
        "tag bad",
        row.blame === "error"
          ? "error"
          : `${row.answerable ? (row.answered ? "incomplete" : "refused") : "false answer"} · ${row.blame}`,
      ),
    );
  head.append(make("span", "soft", row.id), make("span", "", row.question), tags);
  element.append(head);
  element.addEventListener("toggle", () => {
    if (element.open && element.children.length === 1) element.append(inside(row));
  });
  return element;
}

function inside(row) {
  const box = make("div", "inside");
  box.append(answerElement(row), expectedElement(row), hitsElement(row), valuesElement(row));
  if (row.beside) box.prepend(besideElement(row));
  return box;
}

function answerElement(row) {
  const box = make("section");
  const refused = row.outcome === "outside" ? "Refused: outside this course" : "Refused: not covered";
  box.append(make("h3", "", row.error ? "Failed" : row.answered ? "Answer" : refused));
  if (row.error) box.append(make("p", "bad", row.error));
  if (row.reason) box.append(make("p", "soft", row.reason));
  if (row.said) box.append(make("p", "", row.said));
  for (const one of row.statements) box.append(marked(one.lead ? `**${one.lead}**\n${one.text}` : one.text));
  if (row.understood && row.understood !== row.question) box.append(make("p", "soft", `Understood as: ${row.understood}`));
  const about = [`confidence ${row.confidence.toFixed(3)}`];
  if (row.ms !== null) about.push(`${row.ms.toFixed(1)} ms`);
  if (row.conversation) about.push(`turn ${row.turn || 1} of ${row.conversation}`);
  if (row.topic) about.push(row.topic);
  if (row.given !== "answer" || row.act !== "answer") about.push(`${row.given}, expected ${row.act}`);
  box.append(make("p", "soft", about.join(" · ")));
  return box;
}

function besideElement(row) {
  const box = make("section", "whole");
  box.append(make("h3", "", "Both answers, what differs marked"));
  const sides = make("div", "inside");
  ["Base", "This run"].forEach((name, side) => {
    const column = make("div", "beside");
    column.append(make("p", "soft", name));
    const text = make("p", "");
    for (const [words, own] of row.beside[side]) text.append(own ? make(side ? "ins" : "del", "", words) : words);
    column.append(text);
    sides.append(column);
  });
  box.append(sides);
  return box;
}

function expectedElement(row) {
  const box = make("section");
  box.append(make("h3", "", row.answerable ? "Expected" : "Expected: a refusal"));
  (row.evidence || []).forEach((item, number) => {
    box.append(make("p", "soft", `Evidence ${number + 1}${item.length > 1 ? ", any of" : ""}`));
    for (const quote of item) box.append(make("div", "quote", quote));
  });
  for (const fact of row.key_facts || []) box.append(make("p", "", `Key fact: ${fact.join(" or ")}`));
  if (row.note) box.append(make("p", "soft", row.note));
  return box;
}

function hitsElement(row) {
  const box = make("section", "wide");
  box.append(make("h3", "", row.hits.length ? "Passages found" : "No passage found"));
  row.hits.forEach((hit, place) => {
    const passage = payload.passages[hit.passage];
    const one = make("details", "hit");
    const head = make("summary", "", `${place + 1}. ${passage.path.join(" › ")} `);
    for (const item of hit.items) head.append(make("span", "tag good", `evidence ${item + 1}`));
    one.append(head);
    one.addEventListener("toggle", () => {
      if (one.open && one.children.length === 1) one.append(marked(passage.text));
    });
    box.append(one);
  });
  return box;
}

function figure(name, value) {
  if (name === "length") return String(value);
  return scores.has(name) ? value.toFixed(2) : `${Math.round(100 * value)}%`;
}

function valuesElement(row) {
  const box = make("section", "wide");
  const values = make("dl", "values");
  for (const [name, value] of Object.entries(row.values)) {
    if (value === null) continue;
    const pair = make("div");
    const was = row.base && row.base[name] !== null && row.base[name] !== value ? ` (was ${figure(name, row.base[name])})` : "";
    pair.append(make("dt", "", labels[name]), make("dd", "", figure(name, value) + was));
    values.append(pair);
  }
  box.append(make("h3", "", "Measures"), values);
  return box;
}

// A little Markdown, built from elements and never from HTML text: tables, code, headings, lists, bold, code spans.
function marked(text) {
  const box = make("div", "text");
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (/^\s*```/.test(line)) {
      const code = [];
      while (++at < lines.length && !/^\s*```/.test(lines[at])) code.push(lines[at]);
      box.append(make("pre", "", code.join("\n")));
    } else if (/^\s*\|/.test(line)) {
      const rows = [line];
      while (at + 1 < lines.length && /^\s*\|/.test(lines[at + 1])) rows.push(lines[++at]);
      box.append(tableElement(rows));
    } else if (line.trim()) {
      const paragraph = make(/^#+ /.test(line) ? "h3" : "p");
      inline(
        paragraph,
        line
          .replace(/^#+ /, "")
          .replace(/^(\s*)[-*] /, "$1• ")
          .replace(/^> ?/, ""),
      );
      box.append(paragraph);
    }
  }
  return box;
}

function tableElement(rows) {
  const scroll = make("div", "scroll");
  const table = make("table");
  const cells = (row) =>
    row
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|"));
  const ruled = rows.length > 1 && /^[\s|:-]+$/.test(rows[1]);
  rows.forEach((row, number) => {
    if (ruled && number === 1) return;
    const line = make("tr");
    for (const cell of cells(row)) {
      const element = make(ruled && number === 0 ? "th" : "td");
      inline(element, cell);
      line.append(element);
    }
    table.append(line);
  });
  scroll.append(table);
  return scroll;
}

function inline(element, text) {
  for (const part of text.split(/(`[^`]+`|\*\*[^*]+\*\*)/)) {
    if (/^`.+`$/.test(part)) element.append(make("code", "", part.slice(1, -1)));
    else if (/^\*\*.+\*\*$/.test(part)) element.append(make("strong", "", part.slice(2, -2)));
    else element.append(part.replace(/\\([\\`*_{}[\]()#+.!<>|-])/g, "$1"));
  }
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById("theme").textContent = name === "dark" ? "Light" : "Dark";
}

for (const field of document.querySelectorAll(".filters [name]")) {
  field.addEventListener(field.tagName === "SELECT" ? "change" : "input", () => setFilter(field.name, field.value));
}
document.getElementById("clear").onclick = () => {
  remember("", "replaceState");
  shown = page;
  draw();
};
document.getElementById("theme").onclick = () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
if (addressed) addEventListener("hashchange", () => show(location.hash.slice(1)));
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const text = link.getAttribute("href").slice(1);
  remember(text, "pushState");
  show(text);
});
draw();
if (wanted().length) document.getElementById("all").scrollIntoView();
