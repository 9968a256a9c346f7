import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { key, open, UI } from "./browser.js";

open(
  '<main class="sb-page-host"><p id="sb-live"></p><textarea id="sb-outline"></textarea>' +
    ["join", "split", "remove", "domain", "up", "down"].map((name) => `<button data-outline="${name}"></button>`).join("") +
    "</main>",
);
await import(`${UI}coverage/outline.js`);
const area = document.querySelector("#sb-outline");

/** Press a button with the cursor at `|`; return the text with the cursor as `|`. */
function pressed(name, text) {
  const place = text.indexOf("|");
  area.value = text.replace("|", "");
  area.setSelectionRange(place, place);
  document.querySelector(`[data-outline=${name}]`).click();
  return `${area.value.slice(0, area.selectionStart)}|${area.value.slice(area.selectionStart)}`;
}

beforeEach(() => area.focus());

test("a line joins the one above it, without its own bullet", () => {
  assert.equal(pressed("join", "- Explain\n- sub|nets"), "- Explain |subnets");
});

test("a line is split where the cursor stands, and the rest is an objective of its own", () => {
  assert.equal(pressed("split", "- Explain subnets| and choose routes"), "- Explain subnets\n- |and choose routes");
});

test("an objective becomes a domain and a domain an objective", () => {
  assert.equal(pressed("domain", "- Networking|"), "## Networking|");
  assert.equal(pressed("domain", "## Networking|"), "- Networking|");
});

test("a line moves up and down with the cursor, also by Alt and an arrow", () => {
  assert.equal(pressed("down", "- o|ne\n- two"), "- two\n- o|ne");
  key(area, "ArrowUp", { altKey: true });
  assert.equal(area.value, "- one\n- two");
});

test("what cannot be done changes nothing", () => {
  assert.equal(pressed("up", "- o|ne\n- two"), "- o|ne\n- two");
  assert.equal(pressed("join", "- o|ne\n- two"), "- o|ne\n- two");
  assert.equal(pressed("split", "- |one"), "- |one");
});

test("the last line can be removed", () => {
  assert.equal(pressed("remove", "- one\n- t|wo"), "|- one");
});
