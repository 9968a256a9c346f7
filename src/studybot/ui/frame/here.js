// Where a script runs: the page as it stands in the document, the room it belongs to, the course, and who reads it.
/** @type {HTMLElement} */
export const element = document.querySelector(".sb-page-host");
export const room = element?.dataset.room ?? "";
export const who = element?.dataset.who ?? ""; // tells learners apart and nothing about them

// Where several courses are served, each but the first one has addresses of its own: /c/NAME/...
export const base = location.pathname.match(/^\/c\/[^/]+/)?.[0] ?? "";
