// Code that runs in the page under test, through the debugger: the page's Content-Security-Policy does not concern it.
import type { CDPSession, Page } from 'playwright-core';

// The loader marks functions that have a name with a helper that a page has not.
const HELPER = 'globalThis.__name ??= (named) => named';

/** Opens a door to the page. */
export function openDebugger(page: Page): Promise<CDPSession> {
  return page.context().newCDPSession(page);
}

/** Runs `action(argument)` in the page and returns what it resolves with. `action` must be whole by itself. */
export async function runInPage<A, R>(
  session: CDPSession,
  action: (argument: A) => R,
  argument: A,
): Promise<Awaited<R>> {
  return (await evaluate(session, `${HELPER}; (${action})(${JSON.stringify(argument)})`)) as Awaited<R>;
}

async function evaluate(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    returnByValue: true,
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(`The page refused: ${exceptionDetails.exception?.description}`);
  return result.value;
}
