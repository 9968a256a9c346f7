// What every page's script uses: find an element, call the server, tell a screen reader, know the learner.
const $ = (selector, root = element) => root.querySelector(selector);
const $$ = (selector, root = element) => [...root.querySelectorAll(selector)];
const UNREACHED = "studybot cannot be reached just now. What you typed is kept: try again in a moment.";

// Where several courses are served, each but the first one has addresses of its own: /c/NAME/...
const base = location.pathname.match(/^\/c\/[^/]+/)?.[0] ?? "";

let fallbackLearner = null;

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A learner without an account is a browser: a random id kept in it.
function learner() {
  try {
    let id = localStorage.getItem("studybot.learner");
    if (!/^[0-9a-f]{32}$/.test(id ?? "")) {
      id = randomId();
      localStorage.setItem("studybot.learner", id);
    }
    return id;
  } catch {
    fallbackLearner ??= randomId();
    return fallbackLearner;
  }
}

async function call(action, data = {}) {
  try {
    const reply = await server.studybot_call({ action, learner: learner(), ...data });
    return reply && Object.keys(reply).length ? reply : { error: UNREACHED };
  } catch {
    return { error: UNREACHED };
  }
}

function announce(text) {
  const live = $("#sb-live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

function tell(problem, text) {
  problem.textContent = text ?? "";
  problem.hidden = !text;
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const slide = () => (calm() ? "auto" : "smooth");
const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
