// The shadows of all things, kept on disk: one request of a shadow after the other, and what is said about each.
import { RecordFiles } from '../registry/record-files';
import { deleteShadow } from './delete-shadow';
import { getShadow } from './get-shadow';
import type { Shadow } from './shadow-document';
import { INTERNAL_FAILURE, rejectedBody, type ShadowRefusal, TOO_MANY_REQUESTS } from './shadow-refusal';
import { parseTokenRequest, parseUpdateRequest } from './shadow-request';
import { type ShadowAddress, type ShadowMessageKind, type ShadowOperation, shadowTopic } from './shadow-topic';
import { updateShadow } from './update-shadow';

export type ShadowOutcome =
  | { ok: true; accepted: object }
  | { ok: false; refusal: ShadowRefusal; clientToken: string | undefined };

export interface Shadows {
  /**
   * Does what a request asks for. Resolves once the change is on disk and everybody has been told what AWS tells about
   * it; the outcome itself is for whoever asked over HTTP. Never rejects.
   */
  perform(address: ShadowAddress, operation: ShadowOperation, payload: Buffer): Promise<ShadowOutcome>;
  /** Does what an MQTT message asks for and answers on the `accepted` or `rejected` topic. Never rejects. */
  answer(
    address: ShadowAddress,
    operation: ShadowOperation,
    payload: Buffer,
    /** Null for a request that came from no connection. */
    clientId: string | null,
  ): Promise<void>;
  /** Names of a thing's named shadows, sorted. */
  namesOf(thingName: string): string[];
}

interface StoredShadow extends ShadowAddress {
  shadow: Shadow;
}

/** Requests that one connection may have under way (AWS IoT Core quotas: Device Shadow service). */
const REQUESTS_IN_FLIGHT = 10;

// `/` is in no name, so that no two addresses share a key.
const keyOf = ({ thingName, shadowName }: ShadowAddress) => `${thingName}/${shadowName ?? ''}`;

/** Opens the shadows kept below `directory`. `publish` speaks as the service itself. */
export async function openShadows(options: {
  directory: string;
  now: () => number;
  publish: (topic: string, payload: Buffer) => Promise<void>;
  log: (line: string) => void;
}): Promise<Shadows> {
  const { now, log } = options;
  const files = await RecordFiles.open<StoredShadow>(options.directory, keyOf);
  const turns = new Map<string, Promise<unknown>>();
  const inFlight = new Map<string, number>();

  const say = async (address: ShadowAddress, operation: ShadowOperation, kind: ShadowMessageKind, body: object) => {
    const topic = shadowTopic(address, operation, kind);
    try {
      await options.publish(topic, Buffer.from(JSON.stringify(body)));
    } catch (error) {
      log(`A message on ${topic} was not delivered: ${String(error)}`);
    }
  };

  async function update(address: ShadowAddress, payload: Buffer): Promise<ShadowOutcome> {
    const parsed = parseUpdateRequest(payload);
    if (!parsed.ok) return parsed;
    const updated = updateShadow(files.get(keyOf(address))?.shadow, parsed.request, now());
    if (!updated.ok) return { ...updated, clientToken: parsed.request.clientToken };
    await files.put({ ...address, shadow: updated.shadow });
    await say(address, 'update', 'accepted', updated.accepted);
    if (updated.delta) await say(address, 'update', 'delta', updated.delta);
    await say(address, 'update', 'documents', updated.documents);
    return updated;
  }

  async function getOrDelete(address: ShadowAddress, operation: 'get' | 'delete', payload: Buffer) {
    const parsed = parseTokenRequest(payload);
    if (!parsed.ok) return parsed;
    const { clientToken } = parsed.request;
    const shadow = files.get(keyOf(address))?.shadow;
    const name = address.shadowName ?? address.thingName;
    if (operation === 'get') {
      const found = getShadow(shadow, name, clientToken, now());
      return found.ok ? found : { ...found, clientToken };
    }
    const deleted = deleteShadow(shadow, name, clientToken, now());
    if (!deleted.ok) return { ...deleted, clientToken };
    await files.put({ ...address, shadow: deleted.shadow });
    await say(address, 'delete', 'accepted', deleted.accepted);
    return deleted;
  }

  function perform(address: ShadowAddress, operation: ShadowOperation, payload: Buffer): Promise<ShadowOutcome> {
    const key = keyOf(address);
    const turn = (turns.get(key) ?? Promise.resolve())
      .then(() => (operation === 'update' ? update(address, payload) : getOrDelete(address, operation, payload)))
      .catch((error: unknown): ShadowOutcome => {
        log(`A shadow request of ${address.thingName} failed: ${String(error)}`);
        return { ok: false, refusal: INTERNAL_FAILURE, clientToken: undefined };
      })
      .finally(() => {
        if (turns.get(key) === turn) turns.delete(key);
      });
    turns.set(key, turn);
    return turn;
  }

  return {
    perform,
    async answer(address, operation, payload, clientId) {
      const under = clientId === null ? 0 : (inFlight.get(clientId) ?? 0);
      if (under >= REQUESTS_IN_FLIGHT) {
        return say(address, operation, 'rejected', rejectedBody(TOO_MANY_REQUESTS, undefined, now()));
      }
      if (clientId !== null) inFlight.set(clientId, under + 1);
      const outcome = await perform(address, operation, payload);
      if (clientId !== null) {
        const left = (inFlight.get(clientId) ?? 1) - 1;
        if (left === 0) inFlight.delete(clientId);
        else inFlight.set(clientId, left);
      }
      if (!outcome.ok) {
        await say(address, operation, 'rejected', rejectedBody(outcome.refusal, outcome.clientToken, now()));
      } else if (operation === 'get') {
        await say(address, operation, 'accepted', outcome.accepted);
      }
    },
    namesOf: (thingName) =>
      files
        .all()
        .flatMap((stored) =>
          stored.thingName === thingName && stored.shadowName !== null && !stored.shadow.isDeleted
            ? [stored.shadowName]
            : [],
        ),
  };
}
