// Progress: the learner's name, and files to save and to import.
import { $, tell } from "../frame/core.js";
import { saveFile } from "../frame/files.js";
import { t } from "../frame/words.js";
import { call } from "./call.js";
import { draw, isProblem, note, toProblem, view } from "./stage.js";
import { zone } from "./review.js";

export async function showProgress() {
  const reply = await call("progress", { zone: zone() });
  if (isProblem(reply)) return;
  draw(reply.html);
  $("#sb-front", view).focus({ preventScroll: true });
}

export async function save(what) {
  const reply = await call(what);
  if (isProblem(reply)) return;
  const bytes = reply.base64 ? Uint8Array.from(atob(reply.base64), (sign) => sign.charCodeAt(0)) : reply.text;
  saveFile(reply.name, [bytes], "application/octet-stream");
  $("#sb-saved", view).textContent = t("Saved as {name}.", { name: reply.name });
}

export async function importFile(input) {
  const [file] = input.files;
  if (!file) return;
  input.value = "";
  tell($("#sb-problem"));
  const reply = await call("import", { text: await file.text() });
  if (reply.error) {
    tell($("#sb-problem"), `${file.name}: ${reply.error}`);
    toProblem();
    return;
  }
  await showProgress();
  $("#sb-saved", view).textContent = reply.text;
  $("#sb-saved", view).scrollIntoView({ block: "nearest" });
}

export async function keepName(form) {
  const reply = await call("name", { name: $("#sb-name-text", form).value });
  if (isProblem(reply)) return;
  $("#sb-name-text", form).value = reply.name;
  $("#sb-saved", view).textContent = reply.text;
}

export async function wakeCard(button) {
  const reply = await call("suspend", { zone: zone(), card: button.dataset.wake, rests: false });
  if (isProblem(reply)) return;
  await showProgress();
  note(reply.said);
}
