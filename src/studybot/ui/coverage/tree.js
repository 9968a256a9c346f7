// The outline as a tree to arrange: a line is taken by its handle, a domain with all that stands below it.
import { $, $$, announce, targetOf, element } from "../frame/core.js";

const isDomain = (line) => line.trimStart().startsWith("#");
export const bare = (line) => line.replace(/^\s*(?:#+|[-*•])\s*/, "").trim();
const area = () => $("#sb-outline");

/** @param {string[]} lines @param {number} number How many lines move with a line. */
function sizeOf(lines, number) {
  if (!isDomain(lines[number])) return 1;
  const next = lines.findIndex((line, place) => place > number && isDomain(line));
  return (next < 0 ? lines.length : next) - number;
}

// Where a line may go: a domain only before another one or to the end, so that none is torn; an objective behind another line.
function placesFor(lines, number) {
  const size = sizeOf(lines, number);
  const all = [...lines.keys(), lines.length].filter((place) => place <= number || place >= number + size);
  if (isDomain(lines[number])) return all.filter((place) => place === lines.length || isDomain(lines[place]));
  return all.filter((place) => (place ? bare(lines[place - 1]) : !isDomain(lines[0])));
}

function movedTo(lines, number, place) {
  const size = sizeOf(lines, number);
  const rest = [...lines];
  const taken = rest.splice(number, size);
  const target = place > number ? place - size : place;
  rest.splice(target, 0, ...taken);
  return { lines: rest, number: target };
}

export function drawTree() {
  const tree = $("#sb-tree");
  tree?.classList.remove("sb-tree-first");
  if (!tree || !tree.closest("details").open) return;
  const lines = area().value.split("\n");
  tree.replaceChildren(
    ...lines.map((line, number) => {
      const row = document.createElement("li");
      row.dataset.line = String(number);
      row.classList.toggle("sb-tree-domain", isDomain(line));
      row.hidden = !bare(line);
      const handle = document.createElement("button");
      handle.type = "button";
      handle.className = "sb-tree-handle";
      handle.setAttribute("aria-label", `Move ${bare(line)}`);
      handle.textContent = "⠿";
      const text = document.createElement("span");
      text.textContent = bare(line);
      row.append(handle, text);
      return row;
    }),
  );
}

function keepLines(lines, number) {
  area().value = lines.join("\n");
  drawTree();
  const handle = $(`#sb-tree [data-line="${number}"] .sb-tree-handle`);
  handle?.focus();
  announce(`${bare(lines[number])}: line ${number + 1} of ${lines.length}.`);
}

function byKey(number, key) {
  const lines = area().value.split("\n");
  if (key === "ArrowLeft" || key === "ArrowRight") {
    lines[number] = `${key === "ArrowLeft" ? "##" : "-"} ${bare(lines[number])}`;
    keepLines(lines, number);
    return;
  }
  const size = sizeOf(lines, number);
  const places = placesFor(lines, number);
  const place = key === "ArrowUp" ? places.findLast((one) => one < number) : places.find((one) => one > number + size);
  if (place === undefined) announce("It stands at the end already.");
  else {
    const moved = movedTo(lines, number, place);
    keepLines(moved.lines, moved.number);
  }
}

// The row above a place; none at the top.
const above = (place) =>
  $$("#sb-tree li")
    .slice(0, place)
    .findLast((row) => !row.hidden);

// The place that is nearest to the pointer.
function placeAt(places, y) {
  const edge = (place) => above(place)?.getBoundingClientRect().bottom ?? $("#sb-tree").getBoundingClientRect().top;
  return places.reduce((best, place) => (Math.abs(edge(place) - y) < Math.abs(edge(best) - y) ? place : best));
}

function showPlace(place) {
  const row = above(place);
  $("#sb-tree").classList.toggle("sb-tree-first", !row);
  $$("#sb-tree li").forEach((one) => one.classList.toggle("sb-tree-behind", one === row));
}

const EDGE = 40; // pixels from the window's edge, or the header, at which the page follows what is dragged
const PACE = 14; // pixels a frame
let drag = null;

function drawnTo(y) {
  drag.y = y;
  drag.moved ||= Math.abs(y - drag.from) > 4;
  drag.place = placeAt(drag.places, y);
  if (drag.moved) showPlace(drag.place);
}

// A guide is longer than a window: held near its edge, what is dragged takes the page along as far as the list goes.
function follow() {
  if (!drag) return;
  const list = $("#sb-tree").getBoundingClientRect();
  const top = document.querySelector(".sb-header")?.getBoundingClientRect().bottom ?? 0;
  const up = drag.y < top + EDGE && list.top < top;
  const down = drag.y > window.innerHeight - EDGE && list.bottom > window.innerHeight;
  const step = up ? -PACE : down ? PACE : 0;
  if (drag.moved && step) {
    window.scrollBy({ top: step, behavior: "instant" });
    drawnTo(drag.y);
  }
  requestAnimationFrame(follow);
}

element.addEventListener("pointerdown", (event) => {
  const handle = targetOf(event).closest?.(".sb-tree-handle");
  if (!handle || event.button) return;
  const number = Number(handle.parentElement.dataset.line);
  const lines = area().value.split("\n");
  handle.setPointerCapture(event.pointerId);
  const from = event.clientY;
  drag = { number, lines, places: placesFor(lines, number), place: number, from, y: from, moved: false };
  requestAnimationFrame(follow);
  $$("#sb-tree li")
    .slice(number, number + sizeOf(lines, number))
    .forEach((row) => row.classList.add("sb-tree-taken"));
});

element.addEventListener("pointermove", (event) => {
  if (drag) drawnTo(event.clientY);
});

function drop(keep) {
  if (!drag) return;
  const { lines, number, place, moved } = drag;
  drag = null;
  if (!keep || !moved) {
    drawTree();
    return;
  }
  const after = movedTo(lines, number, place);
  keepLines(after.lines, after.number);
}

element.addEventListener("pointerup", () => drop(true));
element.addEventListener("pointercancel", () => drop(false));

element.addEventListener("keydown", (event) => {
  const handle = targetOf(event).closest?.(".sb-tree-handle");
  if (event.key === "Escape" && drag) drop(false);
  else if (handle && event.key.startsWith("Arrow")) {
    event.preventDefault();
    byKey(Number(handle.parentElement.dataset.line), event.key);
  }
});

element.addEventListener("input", (event) => {
  if (targetOf(event).id === "sb-outline") drawTree();
});
element.addEventListener("toggle", (event) => targetOf(event).id === "sb-tree-fold" && drawTree(), true);
