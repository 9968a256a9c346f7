// Files on their way to the draft: in pieces, one file after another, each with its progress.
import { UNREACHED, later, randomId } from "../frame/core.js";
import { call } from "./call.js";

const PIECE = 600000;

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

// A piece that got lost is sent again: the server knows it by its place.
async function sendPiece(data) {
  for (let turn = 0; ; turn += 1) {
    const reply = await call("piece", data);
    if (!reply.error || reply.error !== UNREACHED || turn === 4) return reply;
    await later(500 * 2 ** turn);
  }
}

export async function sendFile(file, name, instead, tell) {
  const upload = randomId();
  let offset = 0;
  do {
    const end = Math.min(offset + PIECE, file.size);
    const content = await base64(file.slice(offset, end));
    const reply = await sendPiece({ name, upload, offset, content, last: end === file.size, instead });
    if (reply.error) return reply;
    offset = end;
    tell(file.size ? offset / file.size : 1);
  } while (offset < file.size);
  return {};
}

export async function filesOf(entry, path = "") {
  if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), name: path + entry.name }];
  const reader = entry.createReader();
  const inside = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) break;
    inside.push(...some);
  }
  const below = await Promise.all(inside.map((one) => filesOf(one, `${path}${entry.name}/`)));
  return below.flat();
}

// A folder's own name says nothing within the course: what is in it lies in the course.
export function withoutFolder(name) {
  return name.includes("/") ? name.slice(name.indexOf("/") + 1) : name;
}
