// Watches an open page for stamped values, written with or without commas: when each was first in the DOM.
import type { CDPSession, Page } from 'playwright-core';

interface Recorder {
  shown: Map<string, number>;
}

export interface ShownValues {
  /** Returns when each value was first seen, in epoch ms of the same machine's clock. */
  read(): Promise<Map<number, number>>;
}

// Runs in the page, sent as its source: it must be whole by itself, and must name no inner function, because the loader
// marks those with a helper that the page has not.
function startRecording(): void {
  const recorder: Recorder = { shown: new Map() };
  Object.assign(globalThis, { recorder });
  new MutationObserver((records) => {
    const now = Date.now();
    for (const record of records) {
      const nodes = record.type === 'characterData' ? [record.target] : [...record.addedNodes];
      for (const node of nodes) {
        for (const [text] of (node.textContent ?? '').matchAll(/\d{3}(?:,?\d{3}){4}/g)) {
          if (!recorder.shown.has(text)) recorder.shown.set(text, now);
        }
      }
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Starts watching. Evaluates through the debugger, which the page's Content-Security-Policy does not concern. */
export async function watchShownValues(page: Page): Promise<ShownValues> {
  const session = await page.context().newCDPSession(page);
  await evaluate(session, `(${startRecording})()`);
  return {
    async read() {
      const entries = (await evaluate(session, '[...recorder.shown]')) as [string, number][];
      return new Map(entries.map(([text, at]) => [Number(text.replaceAll(',', '')), at]));
    },
  };
}

async function evaluate(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
  if (exceptionDetails) throw new Error(`The page refused: ${exceptionDetails.exception?.description}`);
  return result.value;
}
