// The rule engine on the synthesized backend itself: its rules, its queues, its roles and their policies.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assembly } from '../../local/assembly/assembly';
import { loadAssembly } from '../../local/assembly/load-assembly';
import { synthesize } from '../../local/assembly/synthesize';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { createIamAuthority } from '../../local/gateway/iam-authority';
import { createRuleEngine, type RuleEngine } from '../../local/rules/rule-engine';
import type { PublishedMessage } from '../../local/settings/ports';
import { ROOT } from '../test-cloud';

let dataDirectory: string;
let assembly: Assembly;
let engine: RuleEngine;
let sent: { queueUrl: string; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'fleetlight-rules-'));
  const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  assembly = loadAssembly(directory, { awsEndpoint: 'http://127.0.0.1:4701' });
  const authority = createIamAuthority(assembly, openAccessKeys(dataDirectory, Date.now), Date.now);
  engine = createRuleEngine({
    assembly,
    queues: {
      async send(queueUrl, body) {
        sent.push({ queueUrl, body: JSON.parse(body) });
      },
    },
    isRoleAllowed: (roleArn, action, resource) =>
      authority.isAllowed({ arn: roleArn, roleArn, accessKeyId: '', cognitoIdentityId: null }, action, resource),
  });
});

afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

/** What the rules send for one message: the queue's logical id, and the body. */
async function publish(topic: string, payload: Buffer, more: Partial<PublishedMessage> = {}) {
  sent = [];
  await engine.onMessage({
    topic,
    payload,
    qos: 1,
    clientId: 'esp32-1',
    principal: 'a'.repeat(64),
    receivedAt: 1_750_000_000_000,
    traceId: 'trace-1',
    sourceIp: '127.0.0.1',
    ...more,
  });
  const queues = assembly.ofType('AWS::SQS::Queue');
  return sent.map(({ queueUrl, body }) => ({
    queue: queues.find(({ ref }) => ref === queueUrl)?.logicalId.replace(/[0-9A-F]{8}$/, ''),
    body,
  }));
}

describe('the rules of the backend', () => {
  it.each([
    ['esp32-1/telemetry', Buffer.from('{"temperature":21}')],
    ['solar/solar-plant-1/data', Buffer.from([0xff, 0x00, 0x7b])],
    ['esp32-1/telemetry', Buffer.alloc(0)],
  ])('wrap %s into the envelope, whatever its payload', async (topic, payload) => {
    expect(await publish(topic, payload)).toEqual([
      {
        queue: 'TelemetryQueue',
        body: {
          payload: payload.toString('base64'),
          topic,
          clientId: 'esp32-1',
          principal: 'a'.repeat(64),
          traceId: 'trace-1',
          receivedAt: 1_750_000_000_000,
        },
      },
    ]);
  });

  it.each([
    ['connected', ['PresenceQueue', 'DiscordQueue']],
    ['disconnected', ['PresenceQueue', 'DiscordQueue']],
    ['connect_failed', ['PresenceQueue']],
  ])('pass %s on to core-status, and to the channel who came and went', async (event, queues) => {
    const payload = Buffer.from(JSON.stringify({ clientId: 'esp32-1', eventType: event, versionNumber: 0 }));
    const nobody = { clientId: null, principal: null };
    const body = {
      ...{ clientId: 'esp32-1', eventType: event, versionNumber: 0 },
      ...{ traceId: 'trace-1', receivedAt: 1_750_000_000_000 },
    };
    expect(await publish(`$aws/events/presence/${event}/esp32-1`, payload, nobody)).toEqual(
      queues.map((queue) => ({ queue, body })),
    );
  });

  it.each([
    '$aws/events/presence/subscribed/esp32-1',
    '$aws/telemetry',
    'esp32-1/ack',
    'a/b/telemetry',
    'solar/a/commands',
  ])('leave %s alone', async (topic) => {
    expect(await publish(topic, Buffer.from('{}'))).toEqual([]);
  });
});
