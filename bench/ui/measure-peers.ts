// What others reach with nine charts of 10,000 points at ten updates a second, in the same browser and the same run.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { build } from 'vite';
import { launchBrowser } from '../../tests/e2e/browser';
import type { Part } from '../part';
import type { Measurement } from '../results';
import { withFolder } from '../with-cloud';
import { openDebugger } from './in-page';
import type { Peer } from './peers/draw-charts';
import { watchFrames } from './watch-frames';

const NAMES: Record<Peer, string> = { recharts: 'Recharts alone', uplot: 'uPlot', canvas: 'bare canvas' };
const WARM_UP_MS = 5_000;
const MOST_SECONDS = 15;

/** Recharts by itself, uPlot and a bare canvas. */
export const measureChartPeers: Part = ({ seconds }) =>
  withFolder('peers', async (outDir) => {
    const root = join(import.meta.dirname, 'peers');
    await build({ root, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    const server = createServer(sirv(outDir));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const browser = await launchBrowser();
    try {
      const found: Measurement[] = [];
      for (const [peer, name] of Object.entries(NAMES)) {
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        await page.goto(`http://127.0.0.1:${port}/?peer=${peer}`);
        const session = await openDebugger(page);
        await page.waitForTimeout(WARM_UP_MS);
        const watched = Math.min(seconds, MOST_SECONDS) * 1000;
        found.push(...(await watchFrames(session, `${name}, nine charts`, watched)));
        await page.close();
      }
      return found;
    } finally {
      await browser.close();
      server.close();
    }
  });
