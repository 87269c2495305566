// Whose turn it is to redraw axes. Redrawing one chart's frame takes a good part of an animation frame, so charts take
// turns, evenly spread: each once a second, never two at a time, and between two of them there is room for what comes.

const EVERY_MS = 1000;
/** In the order of their turns. */
const charts = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let requested = false;

function schedule() {
  timer ??= setTimeout(takeNext, EVERY_MS / charts.size);
}

function takeNext() {
  timer = undefined;
  const [redraw] = charts;
  if (!redraw) return;
  schedule();
  // A page that nobody sees gets no frames; its charts wait.
  if (requested) return;
  requested = true;
  charts.delete(redraw);
  charts.add(redraw);
  requestAnimationFrame(() => {
    requested = false;
    if (charts.has(redraw)) redraw();
  });
}

/** Calls `redraw` once a second, in turn with the others; returns what stops it. */
export function takeTurns(redraw: () => void): () => void {
  charts.add(redraw);
  schedule();
  return () => {
    charts.delete(redraw);
    if (charts.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}
