// The outline of a syllabus, corrected line by line: joined, split, moved, deleted, made a domain or an objective.
import { $, announce, targetOf, element } from "../frame/core.js";
import { bare, drawTree } from "./tree.js";

const linesOf = (area) => {
  const lines = area.value.split("\n");
  const number = area.value.slice(0, area.selectionStart).split("\n").length - 1;
  const before = lines.slice(0, number).reduce((sum, line) => sum + line.length + 1, 0);
  return { lines, number, column: area.selectionStart - before };
};

const changes = {
  join({ lines, number, column }) {
    if (number === 0 || !bare(lines[number])) return null;
    const above = lines[number - 1].trimEnd();
    lines.splice(number - 1, 2, `${above} ${bare(lines[number])}`);
    return [number - 1, above.length + 1, column];
  },
  split({ lines, number, column }) {
    const [left, right] = [lines[number].slice(0, column).trimEnd(), lines[number].slice(column).trim()];
    if (!bare(left) || !right) return null;
    lines.splice(number, 1, left, `- ${bare(right)}`);
    return [number + 1, 2];
  },
  remove({ lines, number }) {
    lines.splice(number, 1);
    return [Math.min(number, lines.length - 1), 0];
  },
  domain({ lines, number }) {
    const text = bare(lines[number] ?? "");
    if (!text) return null;
    lines[number] = lines[number].trimStart().startsWith("#") ? `- ${text}` : `## ${text}`;
    return [number, lines[number].length];
  },
  up: (place) => move(place, -1),
  down: (place) => move(place, 1),
};

function move({ lines, number, column }, by) {
  const other = number + by;
  if (other < 0 || other >= lines.length) return null;
  [lines[number], lines[other]] = [lines[other], lines[number]];
  return [other, column];
}

function changeOutline(name) {
  const area = $("#sb-outline");
  const outline = linesOf(area);
  const place = changes[name](outline);
  area.focus();
  if (!place) {
    announce("Nothing to change on this line.");
    return;
  }
  area.value = outline.lines.join("\n");
  drawTree();
  const start = outline.lines.slice(0, place[0]).reduce((sum, line) => sum + line.length + 1, 0) + place[1];
  area.setSelectionRange(start, start);
  announce(outline.lines[place[0]] ?? "");
}

element.addEventListener("click", (event) => {
  const target = targetOf(event).closest("[data-outline]");
  if (target) changeOutline(target.dataset.outline);
});
element.addEventListener("keydown", (event) => {
  if (targetOf(event).id !== "sb-outline" || !event.altKey) return;
  const name = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (name) {
    event.preventDefault();
    changeOutline(name);
  }
});
