// Long work in short tasks, so that the page goes on answering.

const AT_ONCE = 100;

/** Calls `work` with a hundred items at a time and lets the browser paint and answer in between. */
export async function inSlices<T>(items: readonly T[], work: (slice: T[]) => void): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve));
    work(items.slice(start, start + AT_ONCE));
  }
}
