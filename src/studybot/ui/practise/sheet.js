// Summary sheets: of the topics that the address names; printed, or saved for elsewhere.
import { $, $$, base } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { draw, isProblem, note, view } from "./stage.js";

const sheetTopics = () => new URLSearchParams(location.search).getAll("topic");

export async function showSheet() {
  const reply = await call("sheet", { topics: sheetTopics() });
  if (isProblem(reply)) return;
  draw(reply.html);
  $("#sb-front", view).focus({ preventScroll: true });
}

export function sheetAddress(form) {
  const chosen = $$("input[name=topic]:checked", form).map((box) => `&topic=${encodeURIComponent(box.value)}`);
  return `${base}/practise?view=sheet${chosen.join("")}`;
}

export async function saveSheet(kind) {
  const reply = await call("sheet_file", { topics: sheetTopics(), kind });
  if (isProblem(reply)) return;
  const bytes = reply.base64 ? Uint8Array.from(atob(reply.base64), (sign) => sign.charCodeAt(0)) : reply.text;
  saveFile(reply.name, [bytes], "application/octet-stream");
  note(t("Saved as {name}.", { name: reply.name }));
}
