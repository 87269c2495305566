// The reserved topics of device shadows (AWS IoT Core: Device Shadow MQTT topics), taken apart and put together.

/** A shadow's address: the classic shadow of a thing has the name null. */
export interface ShadowAddress {
  thingName: string;
  shadowName: string | null;
}

export const SHADOW_OPERATIONS = ['get', 'update', 'delete'] as const;
export type ShadowOperation = (typeof SHADOW_OPERATIONS)[number];

/** What the service says on a topic below the operation's own. */
export type ShadowMessageKind = 'accepted' | 'rejected' | 'delta' | 'documents';

const REQUEST =
  /^\$aws\/things\/([a-zA-Z0-9:_-]{1,128})\/shadow\/(?:name\/([$a-zA-Z0-9:_-]{1,64})\/)?(get|update|delete)$/;
const FILTER = /^\$aws\/things\/[^/]+\/shadow\/./;

/** Returns what a message to the topic asks for, or null for a topic that asks for nothing. */
export function parseShadowRequestTopic(topic: string): (ShadowAddress & { operation: ShadowOperation }) | null {
  const match = REQUEST.exec(topic);
  const operation = SHADOW_OPERATIONS.find((each) => each === match?.[3]);
  if (!match?.[1] || !operation) return null;
  return { thingName: match[1], shadowName: match[2] ?? null, operation };
}

/** Says whether the topic filter is about shadows. */
export function isShadowFilter(filter: string): boolean {
  return FILTER.test(filter);
}

/** Returns the topic of one of the service's messages. */
export function shadowTopic(address: ShadowAddress, operation: ShadowOperation, kind: ShadowMessageKind): string {
  const name = address.shadowName === null ? '' : `/name/${address.shadowName}`;
  return `$aws/things/${address.thingName}/shadow${name}/${operation}/${kind}`;
}

/** Returns what is wrong with a shadow's name, or null. */
export function shadowNameProblem(shadowName: string): string | null {
  return /^[$a-zA-Z0-9:_-]{1,64}$/.test(shadowName)
    ? null
    : 'A shadow name has 1 to 64 characters of a-z, A-Z, 0-9, "$", ":", "_" and "-".';
}
