// The Settings page: every choice is kept as it is made; what decides the look is kept in the browser too, for the first paint.
import { $, $$, targetOf, tell } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { forgetKept } from "../frame/offline.js";
import { spoken, t } from "../frame/words.js";
import { call } from "./call.js";

const choices = $("#sb-choices");
const problem = $("#sb-problem");
const LOOK = { text_size: "studybot.text", answer_length: "studybot.answers" };
const BROWSER = { colours: "studybot.theme", tutor: "studybot.tutor" }; // kept in the browser alone

function remember(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    /* it lasts as long as the page */
  }
}

const recall = (name) => {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
};

function check(name, value) {
  const radio = $$(`input[name="${name}"]`, choices).find((one) => one.value === String(value));
  if (radio) radio.checked = true;
}

const chosen = (name) => $(`input[name="${name}"]:checked`, choices)?.value ?? "";
const topics = () => $$('input[name="exam_topics"]:checked', choices).map((one) => one.value);

function count() {
  $("#sb-exam-count").textContent = topics().length ? `(${topics().length})` : t("(all)");
}

function wear() {
  Object.entries(LOOK).forEach(([name, place]) => remember(place, chosen(name)));
  Object.entries(BROWSER).forEach(([name, place]) => remember(place, chosen(name)));
  window.dispatchEvent(new Event("studybot:apply-theme"));
}

const LANGUAGE = "studybot_language";
const A_YEAR = 365 * 24 * 3600; // seconds

/** Let every page speak a language, "" for that of the browser; this page comes again when it spoke another. */
function speak(language) {
  const before = new RegExp(`(?:^|; )${LANGUAGE}=(\\w*)`).exec(document.cookie)?.[1] ?? "";
  if (before === language) return false;
  document.cookie = `${LANGUAGE}=${language}; path=/; max-age=${language ? A_YEAR : 0}; samesite=lax`;
  if (language === spoken) return false;
  location.reload();
  return true;
}

async function showChoices() {
  const reply = await call("read");
  tell(problem, reply.error);
  if (reply.error) return;
  if (speak(reply.language)) return;
  ["text_size", "answer_length", "daily_goal", "language"].forEach((name) => check(name, reply[name]));
  Object.entries(BROWSER).forEach(([name, place]) => check(name, recall(place)));
  $("#sb-exam-day").value = reply.exam ?? "";
  $$('input[name="exam_topics"]', choices).forEach((one) => {
    one.checked = reply.exam_topics.includes(one.value);
  });
  count();
  wear();
}

let onTheWay = 0;

const read = {
  text_size: () => chosen("text_size"),
  answer_length: () => chosen("answer_length"),
  daily_goal: () => Number(chosen("daily_goal")),
  exam: () => $("#sb-exam-day").value,
  exam_topics: topics,
  language: () => chosen("language"),
};

// "Saved." stands there only once everything is; each choice is sent at once and by itself, so that whoever leaves the page
// loses nothing, and two that arrive in another order do not undo each other.
async function keep(name) {
  count();
  wear();
  $("#sb-said").textContent = t("Saving ...");
  onTheWay += 1;
  const reply = await call("choose", name in read ? { [name]: read[name]() } : {});
  onTheWay -= 1;
  if (onTheWay) return;
  tell(problem, reply.error);
  $("#sb-said").textContent = reply.said ?? "";
  if (!reply.error) speak(chosen("language"));
}

choices.addEventListener("change", (event) => keep(targetOf(event).name || "exam"));
choices.addEventListener("submit", (event) => event.preventDefault());
$("#sb-exam-clear").addEventListener("click", () => {
  $("#sb-exam-day").value = "";
  keep("exam");
});

$("#sb-carry").addEventListener("click", async () => {
  const reply = await call("export");
  tell(problem, reply.error);
  if (reply.error) return;
  saveFile(reply.name, [reply.text], "application/json");
  $("#sb-said").textContent = t("Saved as {name}.", { name: reply.name });
});
$("#sb-bring").addEventListener("change", async (event) => {
  const [file] = targetOf(event).files;
  if (!file) return;
  const reply = await call("import", { text: await file.text() });
  targetOf(event).value = "";
  tell(problem, reply.error && `${file.name}: ${reply.error}`);
  if (reply.error) return;
  await showChoices();
  $("#sb-said").textContent = reply.text;
});

const farewell = $("#sb-forget-dialog");
$("#sb-forget").addEventListener("click", () => {
  $("#sb-forget-text").value = "";
  tell($(".sb-problem", farewell));
  farewell.showModal();
});
$("[data-close]", farewell).addEventListener("click", () => farewell.close());
$("form", farewell).addEventListener("submit", async (event) => {
  event.preventDefault();
  const reply = await call("delete", { sure: $("#sb-forget-text").value });
  tell($(".sb-problem", farewell), reply.error);
  if (reply.error) return;
  try {
    Object.keys(localStorage)
      .filter((name) => name.startsWith("studybot."))
      .forEach((name) => localStorage.removeItem(name));
  } catch {
    /* nothing is kept */
  }
  await forgetKept();
  farewell.close();
  await showChoices();
  $("#sb-said").textContent = reply.said;
});

showChoices().then(() => {
  $("#sb-settings").dataset.ready = "true";
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
