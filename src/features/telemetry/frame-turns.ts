// Whose turn it is to redraw axes. Redrawing one chart's frame takes a good part of an animation frame, so charts take
// turns: each at most once a second, never two in one animation frame.

const EVERY_MS = 1000;
const charts = new Set<() => void>();
const waiting = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let requested = false;

function next() {
  requested = false;
  const [redraw] = waiting;
  if (!redraw) return;
  waiting.delete(redraw);
  redraw();
  request();
}

function request() {
  if (requested || waiting.size === 0) return;
  requested = true;
  requestAnimationFrame(next);
}

/** Calls `redraw` once a second, in turn with the others; returns what stops it. */
export function takeTurns(redraw: () => void): () => void {
  charts.add(redraw);
  timer ??= setInterval(() => {
    for (const each of charts) waiting.add(each);
    request();
  }, EVERY_MS);
  return () => {
    charts.delete(redraw);
    waiting.delete(redraw);
    if (charts.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
