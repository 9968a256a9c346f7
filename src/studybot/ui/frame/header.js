// The header of every page: the switch between light and dark, the skip link, and the copy buttons of all code on the page.
import "../find/find.js";
import { toClipboard } from "./clipboard.js";
import { $, targetOf, base } from "./core.js";
import "./frames.js";
import { session } from "./session.js";

/** @type {HTMLElement} */
const element = document.querySelector(".sb-header-host");
const button = $("#sb-theme", element);
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
// On a phone the navigation may be wider than the screen: the page that is open stays in sight.
const nav = $(".sb-nav", element);
nav.scrollLeft = ($("[aria-current]", nav)?.offsetLeft ?? 0) - nav.offsetLeft - 40;
window.dispatchEvent(new Event("studybot:apply-theme"));
show();

// Links that only some may follow come from the server, once it knows who asks.
session.then(({ links, name }) => {
  links.forEach(([label, address]) => {
    const link = document.createElement("a");
    link.href = base + address;
    link.textContent = label;
    if (location.pathname.replace(/\/$/, "") === base + address) link.setAttribute("aria-current", "page");
    nav.append(link);
  });
  nav.scrollLeft = ($("[aria-current]", nav)?.offsetLeft ?? 0) - nav.offsetLeft - 40;
  const out = $("#sb-log-out", element);
  out.hidden = !name;
  $("button", out).title = `Logged in as ${name}`;
});

$("#sb-courses", element)?.addEventListener("change", (event) => {
  location.href = targetOf(event).value;
});

$(".sb-skip", element).addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("sb-main")?.focus();
});

document.addEventListener("click", async (event) => {
  const copy = targetOf(event).closest?.(".sb-copy-code");
  if (!copy) return;
  const done = await toClipboard(copy.closest("figure").querySelector("code").textContent);
  copy.textContent = done ? "Copied" : "Press Ctrl+C";
  setTimeout(() => {
    copy.textContent = "Copy";
  }, 1600);
});
