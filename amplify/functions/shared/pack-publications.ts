// From what changed to GraphQL documents: aliased mutations, everything from a device in variables, nothing too large.
import { coalesceFleetUpdates } from '../../../domain/fleet/coalesce-fleet-updates';
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';

/** What to tell open pages. */
export interface Publication {
  fleet: readonly FleetUpdate[];
  /** Readings by thing name. */
  telemetry: ReadonlyMap<string, readonly TelemetrySample[]>;
}

/** One request's body, and how large its variables are. */
export interface GraphqlDocument {
  query: string;
  variables: Record<string, string>;
}

// A subscription message holds at most 240 KB (AWS AppSync quotas); the rest of the room is for what wraps it.
const MAX_BYTES = 230 * 1024;

interface Part {
  field: 'publishFleet' | 'publishTelemetry';
  thingName: string | null;
  json: string;
  bytes: number;
}

/**
 * Returns the documents that publish all this, each below 240 KB, and how many pieces were too large to be published at
 * all (open pages find them when they next reconcile). The selection names every field: subscribers get only those.
 */
export function packPublications(publication: Publication): { documents: GraphqlDocument[]; tooLarge: number } {
  const fleet = splitList(coalesceFleetUpdates(publication.fleet));
  const parts = fleet.lists.map((json): Part => part('publishFleet', null, json));
  let tooLarge = fleet.tooLarge;
  for (const [thingName, samples] of publication.telemetry) {
    const split = splitList(samples);
    tooLarge += split.tooLarge;
    parts.push(...split.lists.map((json) => part('publishTelemetry', thingName, json)));
  }
  return { documents: groupBySize(parts).map(toDocument), tooLarge };
}

/** JSON travels as a text inside JSON, so its quotes and backslashes grow: measured as it will be sent. */
const sentBytes = (json: string): number => Buffer.byteLength(JSON.stringify(json));

function part(field: Part['field'], thingName: string | null, json: string): Part {
  return { field, thingName, json, bytes: sentBytes(json) + (thingName?.length ?? 0) + 200 };
}

/** Cuts a list into JSON lists that fit; an element that fits nowhere is left out and counted. */
function splitList(elements: readonly unknown[]): { lists: string[]; tooLarge: number } {
  const lists: string[] = [];
  let tooLarge = 0;
  let current: string[] = [];
  let bytes = 0;
  for (const element of elements) {
    const json = JSON.stringify(element);
    const size = sentBytes(json) + 1;
    if (size > MAX_BYTES - 1024) {
      tooLarge += 1;
      continue;
    }
    if (bytes + size > MAX_BYTES - 1024) {
      lists.push(`[${current.join(',')}]`);
      current = [];
      bytes = 0;
    }
    current.push(json);
    bytes += size;
  }
  if (current.length > 0) lists.push(`[${current.join(',')}]`);
  return { lists, tooLarge };
}

function groupBySize(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const next of parts) {
    if (bytes + next.bytes > MAX_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(next);
    bytes += next.bytes;
  }
  return groups;
}

function toDocument(parts: readonly Part[]): GraphqlDocument {
  const declared: string[] = [];
  const fields: string[] = [];
  const variables: Record<string, string> = {};
  parts.forEach(({ field, thingName, json }, i) => {
    declared.push(`$json${i}: AWSJSON!`);
    variables[`json${i}`] = json;
    if (field === 'publishFleet') {
      fields.push(`  m${i}: publishFleet(updates: $json${i}) { updates }`);
    } else {
      declared.push(`$thing${i}: ID!`);
      variables[`thing${i}`] = thingName ?? '';
      fields.push(`  m${i}: publishTelemetry(thingName: $thing${i}, samples: $json${i}) { thingName samples }`);
    }
  });
  return { query: `mutation Publish(${declared.join(', ')}) {\n${fields.join('\n')}\n}`, variables };
}
