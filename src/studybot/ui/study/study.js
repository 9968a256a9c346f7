// The Study page: shows a topic for the address, highlights what a link points at, follows the scroll in the contents.
import { $, $$, announce, targetOf, element, slide, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { look } from "./landing.js";
import { showNotes } from "./notes.js";
import { reader, startReading } from "./reading.js";

const grid = $("#sb-grid");
const gridTitle = document.title;

async function show(address, { push = false, focus = true } = {}) {
  const query = new URL(address, location.origin).searchParams;
  const topic = query.get("topic");
  if (push) history.pushState({}, "", address);
  tell($("#sb-problem"));
  startReading("");
  if (query.get("view") === "map") {
    const reply = await call("map");
    tell($("#sb-problem"), reply.error);
    if (!reply.error) drawTopic(reply, focus);
    return;
  }
  if (!topic) {
    reader.hidden = true;
    reader.replaceChildren();
    grid.hidden = false;
    document.title = gridTitle;
    window.scrollTo({ top: 0 });
    await look();
    return;
  }
  const whole = (name) => (/^\d{1,9}$/.test(query.get(name) ?? "") ? Number(query.get(name)) : null);
  const passage = query.get("passage") ?? "";
  const reply = await call("read", { topic, passage, start: whole("start"), end: whole("end") });
  if (reply.error) {
    tell($("#sb-problem"), reply.error);
    return;
  }
  drawTopic(reply, focus);
  follow();
  if (grid.hidden) {
    startReading(topic);
    await showNotes(topic);
  } else look();
}

function drawTopic(reply, focus) {
  setHtml(reader, reply.html);
  reader.hidden = false;
  grid.hidden = !$(".sb-study-head", reader);
  document.title = `${reply.title} · studybot`;
  place(reply, focus);
}

function place(reply, focus) {
  const found = $("mark", reader);
  const hash = location.hash.slice(1);
  const section = document.getElementById(reply.anchor || hash || "");
  if (found) {
    found.closest(".sb-table, pre")?.scrollTo({ left: 0 });
    const tall = found.getBoundingClientRect();
    window.scrollTo({ top: window.scrollY + tall.top - Math.min(200, window.innerHeight / 4) });
    found.scrollIntoView({ block: "nearest", inline: "nearest" });
    announce(t("The cited place is highlighted."));
  } else if (section) {
    section.scrollIntoView();
  } else {
    window.scrollTo({ top: 0 });
  }
  const heading = section?.querySelector("h2, h3") ?? $("#sb-topic-title", reader);
  if (focus) heading?.focus({ preventScroll: true });
}

const TOP = 0.25; // of the window: a section whose heading is above that is being read

// The last section is often too short to reach the top: at the end of the page it is the one that is read.
function follow() {
  const links = $$(".sb-toc [data-anchor]");
  const isEnd = window.scrollY && window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
  const begun = (link) => document.getElementById(link.dataset.anchor)?.getBoundingClientRect().top < window.innerHeight * TOP;
  const here = isEnd ? links.at(-1) : (links.findLast(begun) ?? links[0]);
  links.forEach((link) =>
    link === here ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current"),
  );
}
window.addEventListener("scroll", () => reader.hidden || follow(), { passive: true });

element.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  const link = targetOf(event).closest("a[data-read]");
  const inside = targetOf(event).closest("[data-anchor]");
  if (link) {
    event.preventDefault();
    show(link.getAttribute("href"), { push: true });
  } else if (inside) {
    event.preventDefault();
    const part = document.getElementById(inside.dataset.anchor);
    inside.closest("details")?.removeAttribute("open");
    history.replaceState({}, "", inside.getAttribute("href"));
    part.scrollIntoView({ behavior: slide() });
    part.querySelector("h2")?.focus({ preventScroll: true });
  }
});
window.addEventListener("popstate", () => {
  if (element.isConnected) show(location.href);
});

show(location.href, { focus: false }).then(() => {
  $("#sb-study").dataset.ready = "true";
});
