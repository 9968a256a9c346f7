// What every page's script uses: find an element, call the server, tell a screen reader.
const $ = (selector, root = element) => root.querySelector(selector);
const $$ = (selector, root = element) => [...root.querySelectorAll(selector)];
const UNREACHED = "studybot cannot be reached just now. What you typed is kept: try again in a moment.";

// Where several courses are served, each but the first one has addresses of its own: /c/NAME/...
const base = location.pathname.match(/^\/c\/[^/]+/)?.[0] ?? "";

// Who the learner is stands in a cookie that scripts do not read. What a browser did before there was one comes over once.
const FORMER = "studybot.learner";

async function bringFormer() {
  try {
    const former = localStorage.getItem(FORMER);
    if (!former) return;
    const reply = await fetch("/learner", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ former }),
    });
    if (reply.ok || reply.status === 422) localStorage.removeItem(FORMER);
  } catch {
    /* next time */
  }
}

window.studybotFormer ??= bringFormer();

async function call(action, data = {}) {
  try {
    await window.studybotFormer;
    const reply = await server.studybot_call({ action, ...data });
    return reply && Object.keys(reply).length ? reply : { error: UNREACHED };
  } catch {
    return { error: UNREACHED };
  }
}

function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function announce(text) {
  const live = $("#sb-live");
  live.textContent = "";
  setTimeout(() => {
    live.textContent = text;
  }, 50);
}

function tell(problem, text) {
  problem.textContent = text ?? "";
  problem.hidden = !text;
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const slide = () => (calm() ? "auto" : "smooth");
const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// A new name for a run of a quiz or a review; crypto.randomUUID is missing on plain http.
