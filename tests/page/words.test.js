import assert from "node:assert/strict";
import { test } from "node:test";
import { open, UI } from "./browser.js";

open("");
document.documentElement.lang = "de";
globalThis.studybotWords = {
  "Saved as {name}.": "Gesichert als {name}.",
  "{n} card of {topic}": ["{n} Karte von {topic}", "{n} Karten von {topic}"],
};
const { spoken, t, tn } = await import(`${UI}frame/words.js`);

test("a message is said in the language of the page, one that it does not have in English", () => {
  assert.equal(spoken, "de");
  assert.equal(t("Saved as {name}.", { name: "a{n}.json" }), "Gesichert als a{n}.json.");
  assert.equal(t("Delete {name}?", { name: "Ärger" }), "Delete Ärger?");
});

test("the form of a message follows the number", () => {
  const say = (n) => tn("{n} card of {topic}", "{n} cards of {topic}", n, { topic: "S3" });
  assert.deepEqual([say(1), say(2), say(0)], ["1 Karte von S3", "2 Karten von S3", "0 Karten von S3"]);
  assert.equal(tn("{n} step", "{n} steps", 1), "1 step");
});
