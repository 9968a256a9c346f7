// The landing of the Study page: cards with progress, filters, search in the course.
import { $, announce, targetOf, tell } from "../frame/core.js";
import { setHtml } from "../frame/html.js";
import { call } from "./call.js";

const finder = $("#sb-finder");
let looking;

export async function look({ say = false } = {}) {
  const text = $("#sb-find").value;
  const category = $("input[name=category]:checked", finder)?.value ?? "";
  const reply = await call("look", { text, category });
  if (text !== $("#sb-find").value) return;
  tell($("#sb-problem"), reply.error);
  if (reply.error) return;
  setHtml($("#sb-cards"), reply.html);
  setHtml($("#sb-found"), reply.found);
  setHtml($("#sb-again"), reply.again);
  setHtml($("#sb-notes"), reply.notes);
  if (say) announce(reply.said);
}

$("#sb-find").addEventListener("input", () => {
  clearTimeout(looking);
  looking = setTimeout(() => look({ say: true }), 160);
});
finder.addEventListener("change", (event) => {
  if (targetOf(event).name === "category") look({ say: true });
});
$("#sb-cards").addEventListener("click", (event) => {
  if (!targetOf(event).closest("[data-everywhere]")) return;
  $("input[name=category]", finder).checked = true;
  look({ say: true });
  $("#sb-find").focus();
});
finder.addEventListener("submit", (event) => {
  event.preventDefault();
  look({ say: true });
});
