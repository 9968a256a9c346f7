// A document as a browser has one, for a page's scripts.
import { JSDOM } from "jsdom";

export const UI = "../../src/studybot/ui/";
const NAMES = [
  "window",
  "document",
  "location",
  "history",
  "localStorage",
  "sessionStorage",
  "Event",
  "KeyboardEvent",
  "Element",
  "Node",
  "HTMLElement",
  "FormData",
];

/** Open a page with this HTML at this address; what a browser has and jsdom has not does nothing. */
export function open(html, address = "http://127.0.0.1/") {
  const { window } = new JSDOM(`<!doctype html><body>${html}</body>`, { url: address, pretendToBeVisual: true });
  for (const name of NAMES)
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
  window.matchMedia = () => ({ matches: true, addEventListener() {} });
  window.scrollTo = () => {};
  window.Element.prototype.scrollIntoView = () => {};
  return window;
}

/** Let everything that waits for a reply go on. */
export const settled = () => new Promise((done) => setTimeout(done, 5));

export const key = (target, name, more = {}) =>
  target.dispatchEvent(new window.KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
