import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { open, settled, UI } from "./browser.js";

open(
  '<main class="sb-page-host" data-room="ask"><p id="sb-live"></p><p id="problem" hidden></p><p id="sb-offline" hidden></p></main>',
  "http://127.0.0.1/c/biology/study",
);
const core = await import(`${UI}frame/core.js`);
const asked = [];
let reply;
globalThis.fetch = async (address, { body }) => {
  asked.push([address, JSON.parse(body)]);
  return { json: async () => reply() };
};

beforeEach(() => {
  asked.length = 0;
  reply = () => ({ text: "yes" });
});

test("a call sends the action with its data to the page's own room and returns the reply", async () => {
  assert.deepEqual(await core.call("say", { text: "What?" }), { text: "yes" });
  const body = { surface: "ask", fn_name: "studybot_call", data: { action: "say", text: "What?" } };
  assert.deepEqual(asked, [["/c/biology/gradio_api/component_server", body]]);
});

test("a server that is not reached, or answers nothing, comes back as a sentence", async () => {
  reply = () => {
    throw new Error("offline");
  };
  assert.deepEqual(await core.call("say"), { error: core.UNREACHED });
  reply = () => ({});
  assert.deepEqual(await core.call("say"), { error: core.UNREACHED });
});

test("the address of a course beside the first one is kept for all links", () => {
  assert.equal(core.base, "/c/biology");
});

test("a problem is shown while there is one", () => {
  const problem = document.querySelector("#problem");
  core.tell(problem, "Choose an answer first.");
  assert.equal(problem.hidden, false);
  core.tell(problem);
  assert.equal(problem.hidden, true);
  assert.equal(problem.textContent, "");
});

test("the same words are told to a screen reader twice when they are said twice", async () => {
  core.announce("Renamed.");
  assert.equal(document.querySelector("#sb-live").textContent, "");
  await new Promise((done) => setTimeout(done, 60));
  assert.equal(document.querySelector("#sb-live").textContent, "Renamed.");
  await settled();
});

test("names of runs are 32 hexadecimal digits and differ", () => {
  const names = new Set(Array.from({ length: 50 }, core.randomId));
  assert.equal(names.size, 50);
  for (const name of names) assert.match(name, /^[0-9a-f]{32}$/);
});
