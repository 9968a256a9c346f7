// Summary sheets: of the topics that the address names; printed, or saved for elsewhere.
import { $, $$, base, tell } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { draw, note, toProblem, view } from "./stage.js";

const sheetTopics = () => new URLSearchParams(location.search).getAll("topic");

export async function showSheet() {
  const reply = await call("sheet", { topics: sheetTopics() });
  if (reply.error) {
    tell($("#sb-problem"), reply.error);
    toProblem();
    return;
  }
  draw(reply.html);
  $("#sb-front", view).focus({ preventScroll: true });
}

export function sheetAddress(form) {
  const chosen = $$("input[name=topic]:checked", form).map((box) => `&topic=${encodeURIComponent(box.value)}`);
  return `${base}/practise?view=sheet${chosen.join("")}`;
}

export async function saveSheet(kind) {
  const reply = await call("sheet_file", { topics: sheetTopics(), kind });
  if (reply.error) {
    tell($("#sb-problem"), reply.error);
    toProblem();
    return;
  }
  const bytes = reply.base64 ? Uint8Array.from(atob(reply.base64), (sign) => sign.charCodeAt(0)) : reply.text;
  saveFile(reply.name, [bytes], "application/octet-stream");
  note(t("Saved as {name}.", { name: reply.name }));
}
