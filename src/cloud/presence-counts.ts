// Counts by presence over a day, and what the census put right.
import {
  COUNTED_EVERY_MS,
  countKey,
  type PresenceCount,
  parsePresenceCountRow,
} from '../../domain/presence/presence-count';
import { request } from './graphql';
import { itemsOf, parseRows } from './read-rows';

const DAY_MS = 86_400_000;
const MOST_A_DAY = DAY_MS / COUNTED_EVERY_MS;

const OF_DAY = `query PresenceCounts($day: String!, $since: String!) {
  listPresenceCounts(day: $day, time: { ge: $since }, limit: ${MOST_A_DAY}) {
    items { at online offline stale unknown repaired repairedThings }
  } }`;

/**
 * Fetches the counts of the 24 hours before `nowMs` (epoch ms), the oldest first, five minutes apart; there is none for a
 * time in which nothing was counted. `ask` is how a query is sent. Throws CloudError.
 */
export async function fetchPresenceCounts(nowMs: number, ask: typeof request = request): Promise<PresenceCount[]> {
  const sinceMs = nowMs - DAY_MS;
  const [first, last] = [countKey(sinceMs), countKey(nowMs)];
  const pages = await Promise.all(
    [
      { day: first.day, since: first.time },
      { day: last.day, since: '00:00' },
    ].map((of) => ask(OF_DAY, 'listPresenceCounts', of)),
  );
  return pages
    .flatMap((page) => {
      return parseRows(itemsOf(page), parsePresenceCountRow);
    })
    .filter(({ at }) => at > sinceMs)
    .sort((a, b) => a.at - b.at);
}
