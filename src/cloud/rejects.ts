// Refused payloads of the whole fleet, from the by-day index of the timeline.
import { dayShards } from '../../domain/timeline/day-shard';
import type { DeviceEvent } from '../../domain/timeline/device-event';
import { parseDeviceEventRow } from '../../domain/timeline/parse-device-event-row';
import { timeKey } from '../../domain/timeline/time-key';
import { FIELDS } from './fields';
import { request } from './graphql';
import { fieldOf, isExpired, itemsOf, parseRows } from './read-rows';

const BY_DAY = `query Rejects($dayShard: String!, $since: String!, $nextToken: String) {
  listDeviceEventsByDay(
    dayShard: $dayShard, eventId: { ge: $since }, filter: { kind: { eq: "payloadRejected" } },
    sortDirection: DESC, limit: 1000, nextToken: $nextToken
  ) { items { ${FIELDS.event} } nextToken } }`;

// Days times shards are asked for; a browser sends six requests to one host at a time anyway.
const AT_A_TIME = 6;
// A thousand looked at per page: beyond this a shard's older rejects are left out, and the answer says so.
const MOST_PAGES = 20;

/** Rejects since a moment; `complete` is false when there were too many to fetch them all. */
export interface FetchedRejects {
  events: DeviceEvent[];
  complete: boolean;
}

/** Fetches the rejects between `sinceMs` and `nowMs` (epoch ms, at most some days apart) of all devices. Throws CloudError. */
export async function fetchRejects(sinceMs: number, nowMs: number): Promise<FetchedRejects> {
  const shards = [...new Set([...dayShards(nowMs), ...dayShards(sinceMs)])];
  const events: DeviceEvent[] = [];
  let complete = true;
  const next = shards.values();
  const work = async () => {
    for (const dayShard of next) {
      let nextToken: string | null = null;
      for (let pages = 0; pages === 0 || nextToken !== null; pages++) {
        if (pages === MOST_PAGES) {
          complete = false;
          break;
        }
        const page = await request(BY_DAY, 'listDeviceEventsByDay', { dayShard, since: timeKey(sinceMs), nextToken });
        const rows = itemsOf(page).filter((item) => !isExpired(item, nowMs));
        events.push(...parseRows(rows, parseDeviceEventRow));
        const following = fieldOf(page, 'nextToken');
        nextToken = typeof following === 'string' && following !== '' ? following : null;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return { events, complete };
}
