import assert from "node:assert/strict";
import { test } from "node:test";
import { open, settled, UI } from "./browser.js";

const window = open(
  `<div class="sb-header-host"><a class="sb-skip" href="#sb-main"></a><nav class="sb-nav"><a href="/">Ask</a></nav>
   <button id="sb-search-all"></button><button id="sb-theme"></button><form id="sb-log-out" hidden><button></button></form>
   <dialog id="sb-everything"><input id="sb-everything-text"><p id="sb-everything-said"></p><div id="sb-everything-list"></div></dialog></div>
   <main id="sb-main" tabindex="-1"></main>`,
  "http://127.0.0.1/coverage",
);
for (const name of ["ResizeObserver", "MutationObserver"])
  globalThis[name] = class {
    observe() {}
  };
sessionStorage.setItem("studybot.links", '[["Old", "/old"]]');
let answer;
globalThis.fetch = () => new Promise((done) => (answer = done));
globalThis.CustomEvent = window.CustomEvent;
await import(`${UI}frame/header.js`);
const shown = () => [...document.querySelectorAll(".sb-nav a")].map((link) => [link.textContent, link.getAttribute("href")]);

test("links of the page before stand there until the server says which ones there are", async () => {
  assert.deepEqual(shown(), [
    ["Ask", "/"],
    ["Old", "/old"],
  ]);
  answer({ ok: true, json: async () => ({ links: [["Coverage", "/coverage"]], name: "ada" }) });
  await settled();
  assert.deepEqual(shown(), [
    ["Ask", "/"],
    ["Coverage", "/coverage"],
  ]);
  assert.equal(document.querySelector("[aria-current=page]").textContent, "Coverage");
  assert.equal(sessionStorage.getItem("studybot.links"), '[["Coverage","/coverage"]]');
});

test("who is logged in can log out", () => {
  assert.equal(document.querySelector("#sb-log-out").hidden, false);
  assert.equal(document.querySelector("#sb-log-out button").title, "Logged in as ada");
});

test("the choice of light or dark is kept", () => {
  document.querySelector("#sb-theme").click();
  assert.equal(localStorage.getItem("studybot.theme"), "dark");
  assert.equal(document.querySelector("#sb-theme").getAttribute("aria-pressed"), "true");
});
