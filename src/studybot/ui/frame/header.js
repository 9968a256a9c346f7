// The header of every page: the switch between light and dark, the skip link, and the copy buttons of all code on the page.
import "../find/find.js";
import { toClipboard } from "./clipboard.js";
import { $, $$, base, targetOf } from "./core.js";
import "./frames.js";
import { session } from "./session.js";
import { t } from "./words.js";

/** @type {HTMLElement} */
const header = document.querySelector(".sb-header-host");
const button = $("#sb-theme", header);
const show = () => {
  const dark = document.documentElement.dataset.theme === "dark";
  document.body.classList.toggle("dark", dark);
  button.setAttribute("aria-pressed", String(dark));
};
window.addEventListener("studybot:theme", show);
button.addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme !== "dark";
  try {
    localStorage.setItem("studybot.theme", dark ? "dark" : "light");
  } catch {
    /* the choice lasts for this page */
  }
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  show();
});
// On a phone the navigation may be wider than the screen: the page that is open stays in sight, beside the first one.
const nav = $(".sb-nav", header);
const AROUND = 12; // pixels
function showOpen() {
  const open = $("[aria-current]", nav);
  if (!open) return;
  const left = open.offsetLeft - nav.offsetLeft;
  const whole = left + open.offsetWidth + AROUND <= nav.clientWidth;
  nav.scrollLeft = whole ? 0 : left - nav.firstElementChild.offsetWidth - AROUND;
}
showOpen();
window.dispatchEvent(new Event("studybot:apply-theme"));
show();

// Links that only some may follow come from the server, once it knows who asks. Those of the page before stand there until
// then, so that nothing moves when they come.
const BEFORE = "studybot.links";

function linksBefore() {
  try {
    return JSON.parse(sessionStorage.getItem(BEFORE) ?? "[]");
  } catch {
    return [];
  }
}

function drawLinks(links) {
  $$("[data-late]", nav).forEach((link) => link.remove());
  links.forEach(([label, address]) => {
    const link = document.createElement("a");
    link.href = base + address;
    link.textContent = label;
    link.dataset.late = "";
    if (location.pathname.replace(/\/$/, "") === base + address) link.setAttribute("aria-current", "page");
    nav.append(link);
  });
  showOpen();
}

drawLinks(linksBefore());
session.then(({ links, name }) => {
  if (JSON.stringify(links) !== JSON.stringify(linksBefore())) drawLinks(links);
  try {
    sessionStorage.setItem(BEFORE, JSON.stringify(links));
  } catch {
    /* they come from the server again */
  }
  const out = $("#sb-log-out", header);
  out.hidden = !name;
  $("button", out).title = t("Logged in as {name}", { name });
});

$("#sb-courses", header)?.addEventListener("change", (event) => {
  location.href = targetOf(event).value;
});

$(".sb-skip", header).addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("sb-main")?.focus();
});

document.addEventListener("click", async (event) => {
  const copy = targetOf(event).closest?.(".sb-copy-code");
  if (!copy) return;
  const done = await toClipboard(copy.closest("figure").querySelector("code").textContent);
  copy.textContent = done ? t("Copied") : t("Press Ctrl+C");
  setTimeout(() => {
    copy.textContent = t("Copy");
  }, 1600);
});
