// Keeps how far each section was read: what stays on the screen for a second counts, what flies past does not.
import { $, $$, element } from "../frame/core.js";
import { call } from "./call.js";

export const reader = $("#sb-reader");
const TICK = 1000;
const reading = { topic: "", furthest: new Map(), before: new Map(), changed: new Set(), here: "" };

export function startReading(topic) {
  sendPlaces();
  Object.assign(reading, { topic, furthest: new Map(), before: new Map(), changed: new Set(), here: "" });
}

// The share of a section that has been scrolled past or is in sight, 0 when it is not in sight.
function seen(section) {
  const box = section.getBoundingClientRect();
  const top = $(".sb-header", document)?.offsetHeight ?? 0;
  if (!box.height || box.bottom <= top || box.top >= window.innerHeight) return 0;
  return Math.min(1, (Math.min(box.bottom, window.innerHeight) - box.top) / box.height);
}

function lookAtSections() {
  if (!element.isConnected || document.hidden || !reading.topic) return;
  let here = "";
  for (const section of $$("[data-section]", reader)) {
    const name = section.dataset.section;
    const position = seen(section);
    const stayed = Math.min(position, reading.before.get(name) ?? 0);
    reading.before.set(name, position);
    if (!stayed) continue;
    if (!here || section.getBoundingClientRect().top <= window.innerHeight / 3) here = name;
    if (stayed > (reading.furthest.get(name) ?? 0) + 0.01) {
      reading.furthest.set(name, stayed);
      reading.changed.add(name);
    }
  }
  if (here && here !== reading.here) {
    reading.here = here;
    reading.changed.add(here);
  }
  sendPlaces();
}

function sendPlaces() {
  if (!reading.changed.size) return;
  const names = [...reading.changed].filter((name) => name !== reading.here);
  if (reading.here) names.push(reading.here);
  reading.changed.clear();
  call("places", {
    topic: reading.topic,
    places: names.map((section) => ({ section, position: reading.furthest.get(section) ?? 0 })),
  });
}

const ticking = setInterval(() => {
  if (element.isConnected) lookAtSections();
  else clearInterval(ticking);
}, TICK);
