import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { key, open, UI } from "./browser.js";

const window = open(
  `<div class="sb-header-host"><button id="sb-search-all"></button><dialog id="sb-everything"><input id="sb-everything-text">
   <p id="sb-everything-said" hidden></p><div id="sb-everything-list"></div><p id="sb-everything-live"></p><button data-close></button></dialog></div>`,
);
const dialog = document.querySelector("#sb-everything");
dialog.showModal = () => dialog.setAttribute("open", "");
dialog.close = () => dialog.removeAttribute("open");
const groups = [
  {
    name: "Topics",
    rows: [
      { title: "S3", icon: "🪣", link: "/study?topic=s3" },
      { title: "<b>EC2</b>", link: "/study?topic=ec2" },
    ],
  },
];
const sent = [];
let answer;
globalThis.fetch = async (address, options) => {
  sent.push([address, JSON.parse(options.body)]);
  return answer();
};
await import(`${UI}find/find.js`);
const input = document.querySelector("#sb-everything-text");
const options = () => [...document.querySelectorAll("[role=option]")];
const chosen = () => options().findIndex((row) => row.getAttribute("aria-selected") === "true");
const typed = async (text) => {
  input.value = text;
  input.dispatchEvent(new window.Event("input"));
  await new Promise((done) => setTimeout(done, 160));
};

beforeEach(() => {
  answer = () => ({ ok: true, json: async () => ({ groups, understood: "" }) });
  sent.length = 0;
});

test("Ctrl+K opens the search, and what was found is text, never HTML", async () => {
  key(document.body, "k", { ctrlKey: true });
  assert.ok(dialog.hasAttribute("open"));
  await typed("ec");
  assert.deepEqual(sent.at(-1), ["/find", { text: "ec" }]);
  assert.equal(document.querySelector("#sb-everything-list b"), null);
  assert.deepEqual(
    options().map((row) => row.textContent),
    ["🪣 S3", "<b>EC2</b>", "Ask: “ec”"],
  );
});

test("arrows go round through what was found", async () => {
  await typed("ec");
  assert.equal(chosen(), 0);
  key(input, "ArrowUp");
  assert.equal(chosen(), 2);
  key(input, "ArrowDown");
  assert.equal(chosen(), 0);
  assert.equal(input.getAttribute("aria-activedescendant"), options()[0].id);
});

test("a reply that a later one has overtaken is not shown", async () => {
  let first;
  answer = () => new Promise((done) => (first = done));
  await typed("old");
  answer = () => ({ ok: true, json: async () => ({ groups: [], understood: "new" }) });
  await typed("new");
  first({ ok: true, json: async () => ({ groups, understood: "old" }) });
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(document.querySelector("#sb-everything-said").textContent, "Understood as “new”");
});

test("a server that is not reached is said", async () => {
  answer = () => Promise.reject(new Error("offline"));
  await typed("ec");
  assert.match(document.querySelector("#sb-everything-said").textContent, /cannot be reached/);
});
