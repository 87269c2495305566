// What a visitor waits for: the size of the scripts, and the browser's own measures on a processor a quarter as fast.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { buildApp } from '../../local/cli/build-app';
import { ROOT } from '../../tests/test-cloud';
import { provisionDevices } from '../devices';
import type { Part } from '../part';
import type { Measurement } from '../results';
import { WATCHED_DEVICES, warmUp } from '../watched-load';
import { withCloud } from '../with-cloud';
import { runInPage } from './in-page';
import { withPage } from './open-page';

const SLOWER = 4;
const SETTLED_MS = 3_000;
const KILOBYTE = 1000;

/** Sizes of the built app, then LCP, CLS and INP of the fleet's page. */
export const measureLoading: Part = () =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, WATCHED_DEVICES);
    await warmUp({ dataDirectory: cloud.dataDirectory });
    const { directory } = await buildApp(ROOT);
    const vitals = await withPage(cloud, async ({ page, session, goTo }) => {
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
      await goTo('/');
      const loading = await runInPage(session, readLoading, SETTLED_MS);
      await runInPage(session, watchInteractions, undefined);
      await interact(page);
      const interaction = await runInPage(session, readInteraction, undefined);
      return [
        { name: 'fleet page, 4x slower: LCP', unit: 'ms', value: loading.lcpMs },
        { name: 'fleet page, 4x slower: CLS', unit: '', value: loading.shift },
        { name: 'fleet page, 4x slower: INP', unit: 'ms', value: interaction },
      ];
    });
    return [...scriptSizes(directory), ...vitals];
  });

/** The scripts that index.html asks for, and each other chunk, gzipped. */
function scriptSizes(directory: string): Measurement[] {
  const html = readFileSync(join(directory, 'index.html'), 'utf8');
  const assets = join(directory, 'assets');
  const sizes = readdirSync(assets)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(assets, name))).length }));
  const initial = sizes.filter(({ name }) => html.includes(name));
  const sum = initial.reduce((bytes, each) => bytes + each.bytes, 0);
  const routes = sizes.filter(({ name }) => /-page-[^.]*\.js$/.test(name));
  return [
    { name: 'initial script', unit: 'kB gzip', value: sum / KILOBYTE },
    ...routes.map(({ name, bytes }) => ({
      name: `route ${name.replace(/-[\w-]{8}\.js$/, '')}`,
      unit: 'kB gzip',
      value: bytes / KILOBYTE,
    })),
  ];
}

// Largest Contentful Paint and layout shifts that no input caused (W3C), once the page has come to rest.
function readLoading(settledMs: number): Promise<{ lcpMs: number; shift: number }> {
  return new Promise((resolve) => {
    let lcpMs = Number.NaN;
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) lcpMs = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) shift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve({ lcpMs, shift }), settledMs);
  });
}

/** Types a search, takes it back, and opens a device: what people do here all day. */
async function interact(page: Page): Promise<void> {
  const search = page.getByRole('searchbox').first();
  await search.pressSequentially('load-0003', { delay: 150 });
  await search.fill('');
  await page.waitForTimeout(500);
  await page
    .getByRole('link', { name: /load-0003/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /load-0003/ }).waitFor();
  await page.waitForTimeout(500);
}

// What the page keeps by itself are events of 104 ms and more, so somebody must be listening before the first one. Event
// Timing tells of durations from 16 ms on, in steps of 8.
function watchInteractions(): void {
  const watched = globalThis as typeof globalThis & { slowestMs?: number };
  watched.slowestMs = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
      if (entry.interactionId) watched.slowestMs = Math.max(watched.slowestMs ?? 0, entry.duration);
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

/** The slowest interaction since `watchInteractions`; with so few of them INP is the slowest one. */
function readInteraction(): number {
  return (globalThis as typeof globalThis & { slowestMs?: number }).slowestMs ?? Number.NaN;
}
