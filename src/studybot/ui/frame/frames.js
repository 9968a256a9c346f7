// Frames that scroll sideways: their edges fade where more is to be seen, a slim first column stays in sight, and a table
// in an answer that is too wide shows its rows below each other, so that what answers is never out of sight.
const FRAMES = ".sb-table, .sb-scroller, .sb-nav, .sb-tabs, .sb-categories, .sb-code pre";
const EDGE = 2; // pixels that are no more than rounding
const SLIM = 0.45; // of a frame's width that a first column may take and stay

function showEdges(frame) {
  const beyond = frame.scrollWidth - frame.clientWidth - frame.scrollLeft;
  frame.classList.toggle("sb-more-before", frame.scrollLeft > EDGE);
  frame.classList.toggle("sb-more-after", beyond > EDGE);
}

function fitFrame(frame) {
  frame.classList.remove("sb-by-row", "sb-held");
  const wide = frame.scrollWidth > frame.clientWidth + EDGE;
  const first = frame.querySelector("tr > :first-child");
  if (wide && frame.matches(".sb-statement .sb-table")) frame.classList.add("sb-by-row");
  else if (wide && first && first.offsetWidth <= SLIM * frame.clientWidth) frame.classList.add("sb-held");
  showEdges(frame);
}

// What follows from a new width is drawn with the next frame: changed here, it would be reported as a loop.
const widths = new WeakMap();
const resized = new ResizeObserver((entries) => {
  const changed = entries.map(({ target }) => target).filter((frame) => widths.get(frame) !== frame.clientWidth);
  changed.forEach((frame) => widths.set(frame, frame.clientWidth));
  if (changed.length) requestAnimationFrame(() => changed.forEach(fitFrame));
});

function watchFrames(root) {
  const found = [...root.querySelectorAll(FRAMES), ...(root.matches(FRAMES) ? [root] : [])];
  found.forEach((frame) => {
    widths.set(frame, frame.clientWidth);
    fitFrame(frame);
    resized.observe(frame);
  });
}

// For a script that has changed a width and goes on with what is drawn.
export function fitFrames() {
  document.querySelectorAll(FRAMES).forEach((frame) => {
    widths.set(frame, frame.clientWidth);
    fitFrame(frame);
  });
}

new MutationObserver((changes) => {
  for (const { addedNodes, target } of changes) {
    addedNodes.forEach((node) => {
      if (node.nodeType === Node.ELEMENT_NODE) watchFrames(node);
    });
    const around = target instanceof Element ? target.closest(FRAMES) : null;
    if (around) fitFrame(around);
  }
}).observe(document.body, { childList: true, subtree: true });
document.addEventListener(
  "scroll",
  ({ target }) => {
    if (target instanceof Element && target.matches(FRAMES)) showEdges(target);
  },
  { capture: true, passive: true },
);
watchFrames(document.body);
