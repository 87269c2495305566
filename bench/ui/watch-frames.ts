// How smoothly a page runs: its frames, its long tasks, and how busy its main thread is.
import type { CDPSession } from 'playwright-core';
import type { Measurement } from '../results';
import { percentile } from '../statistics';
import { runInPage } from './in-page';

/** Watches the page for `ms` and returns what it found, named after `name`. A frame that never came counts as none. */
export async function watchFrames(session: CDPSession, name: string, ms: number): Promise<Measurement[]> {
  await session.send('Performance.enable');
  const before = await counters(session);
  const { gaps, tasks, tookMs } = await runInPage(session, record, ms);
  const after = await counters(session);
  const busy = (after.TaskDuration - before.TaskDuration) / (after.Timestamp - before.Timestamp);
  return [
    { name: `${name}: frames`, unit: '/s', value: (gaps.length / tookMs) * 1000 },
    { name: `${name}: frame p95`, unit: 'ms', value: percentile(gaps, 0.95) },
    { name: `${name}: longest task over 50 ms`, unit: 'ms', value: Math.max(0, ...tasks) },
    { name: `${name}: main thread busy`, unit: '', value: busy },
  ];
}

// Chromium reports a task as long from 50 ms on (W3C Long Tasks).
function record(ms: number): Promise<{ gaps: number[]; tasks: number[]; tookMs: number }> {
  return new Promise((resolve) => {
    const gaps: number[] = [];
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    const startedAt = performance.now();
    let lastAt: number | null = null;
    const onFrame = (at: number) => {
      if (lastAt !== null) gaps.push(at - lastAt);
      lastAt = at;
      if (performance.now() - startedAt < ms) requestAnimationFrame(onFrame);
      else {
        // What is reported late belongs to the time that was watched.
        setTimeout(() => {
          observer.disconnect();
          resolve({ gaps, tasks, tookMs: at - startedAt });
        }, 200);
      }
    };
    requestAnimationFrame(onFrame);
  });
}

async function counters(session: CDPSession): Promise<{ TaskDuration: number; Timestamp: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { TaskDuration: value('TaskDuration'), Timestamp: value('Timestamp') };
}
