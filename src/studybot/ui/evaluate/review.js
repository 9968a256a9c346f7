// Review: proposals judged one after the other, by keyboard too (A accept, R reject, C correct, B back).
import { $, announce, targetOf, element } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { ask, refresh, said, shownRun } from "./evaluate.js";

let sheet = "";
const READER = "studybot.reader";

const reader = () => $("#sb-reader").value.trim();

async function listSheets() {
  const reply = await ask("sheets");
  if (reply) setHtml($("#sb-sheets"), reply.html);
}

async function openSheet(name) {
  sheet = name;
  $("#sb-review").hidden = false;
  $("#sb-review-title").textContent = `Review of ${name}`;
  if (reader()) await drawReview(await ask("review", { sheet, reader: reader() }));
  else {
    $("#sb-reader").focus();
    announce("Say who is judging.");
  }
  $("#sb-review").scrollIntoView({ block: "start", behavior: "instant" });
}

function drawReview(reply) {
  if (!reply) return;
  setHtml($("#sb-review-one"), reply.html);
  $("#sb-judged-question")?.focus({ preventScroll: true });
  if (!reply.left) announce("You have judged all of it.");
}

let judging = false;

async function judgeOne(judgement, more = {}) {
  const shown = $(".sb-judged");
  if (!shown || judging) return;
  judging = true;
  try {
    drawReview(await ask("judge", { sheet, reader: reader(), id: shown.dataset.id, judgement, ...more }));
  } finally {
    judging = false;
  }
}

// What was judged is shown again, to take a slip back or to settle what readers differ on.
async function judgeAgain(id) {
  drawReview(await ask("review", { sheet, reader: reader(), id }));
}

function correctOne(open) {
  const form = $("#sb-correction");
  if (!form) return;
  form.hidden = !open;
  $("#sb-correct").setAttribute("aria-expanded", String(open));
  (open ? $("#sb-correct-question") : $("#sb-judged-question")).focus();
}

const saveCorrection = () =>
  judgeOne("correct", {
    question: $("#sb-correct-question").value,
    quotes: $("#sb-correct-quotes").value,
    note: $("#sb-correct-note").value,
  });

element.addEventListener("click", async (event) => {
  const on = (selector) => targetOf(event).closest(selector);
  let target;
  if ((target = on("[data-review]"))) openSheet(target.dataset.review);
  else if ((target = on("[data-judge]"))) judgeOne(target.dataset.judge);
  else if ((target = on("[data-rejudge]"))) judgeAgain(target.dataset.rejudge);
  else if (on("#sb-correct")) correctOne($("#sb-correction").hidden);
  else if (on("#sb-propose")) {
    const reply = await ask("draft");
    if (reply) {
      said(reply.text);
      await listSheets();
      openSheet(reply.sheet);
    }
  } else if (on("#sb-review-run")) {
    const reply = await ask("review-run", { run: shownRun });
    if (reply) {
      await listSheets();
      openSheet(reply.sheet);
    }
  } else if (on("#sb-make-dataset")) {
    const reply = await ask("reviewed", { sheet });
    if (reply) {
      await refresh(reply.dataset);
      said(reply.text);
      $("#sb-said").scrollIntoView({ block: "nearest" });
    }
  }
});
element.addEventListener(
  "submit",
  (event) => {
    if (targetOf(event).id === "sb-correction") {
      event.preventDefault();
      event.stopPropagation();
      saveCorrection();
    }
  },
  true,
);
element.addEventListener("change", (event) => {
  if (targetOf(event).id !== "sb-reader") return;
  try {
    localStorage.setItem(READER, reader());
  } catch {
    /* the name is asked for again */
  }
  if (sheet) openSheet(sheet);
});
element.addEventListener("keydown", (event) => {
  const typing = targetOf(event).matches("input, textarea, select");
  if (targetOf(event).closest("#sb-correction")) {
    if (event.key === "Escape") correctOne(false);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      saveCorrection();
    }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !targetOf(event).closest("#sb-review")) return;
  const key = event.key.toLowerCase();
  if (key === "a") judgeOne("accept");
  else if (key === "r") judgeOne("reject");
  else if (key === "b") $("#sb-review-back")?.click();
  else if (key === "c") {
    event.preventDefault();
    correctOne(true);
  }
});

try {
  $("#sb-reader").value = localStorage.getItem(READER) ?? "";
} catch {
  /* no name yet */
}
listSheets();
