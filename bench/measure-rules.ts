// What the broker waits for before it acknowledges a message: a rule's SQL, its substitution templates, its action.
import { ACCOUNT_ID, type Assembly, type AssemblyResource, REGION } from '../local/assembly/assembly';
import { createRuleEngine } from '../local/rules/rule-engine';
import type { PublishedMessage } from '../local/settings/ports';
import type { Part } from './part';
import { percentile } from './statistics';

const UNCOUNTED = 2_000;
const SQL = `SELECT topic(1) AS thing, temperature, (temperature * 9 / 5) + 32 AS fahrenheit, upper(site) AS site,
  timestamp() AS receivedAt, traceid() AS trace, (SELECT VALUE v FROM sensors WHERE v > 10) AS above,
  CASE state WHEN 'ok' THEN 1 ELSE 0 END AS ok
  FROM '+/telemetry' WHERE temperature > 0 AND site LIKE 'n%' AND state IN ['ok', 'warm']`;
const TOPIC = `alerts/$\{topic(1)}/$\{get(sensors, 0).n}`;
const PAYLOAD = {
  ...{ temperature: 21.5, site: 'north', state: 'ok', note: 'x'.repeat(250) },
  sensors: Array.from({ length: 4 }, (_, i) => ({ n: `s${i}`, v: i * 7 })),
};

/** One message after the other, 1,000 a second of the options, at most 20,000. */
export const measureRules: Part = async ({ seconds }) => {
  let published = 0;
  const engine = createRuleEngine({
    assembly: assemblyOf(),
    queues: { send: async () => undefined },
    publisher: {
      publish: async (topic) => {
        if (topic !== 'alerts/esp32-1/s0') throw new Error(`It was republished to ${topic}.`);
        published += 1;
      },
    },
    isRoleAllowed: () => true,
    onRuleError: ({ message }) => {
      throw new Error(message);
    },
  });
  const count = Math.round(Math.min(20_000, Math.max(1_000, seconds * 1_000)));
  const message: PublishedMessage = {
    ...{ topic: 'esp32-1/telemetry', payload: Buffer.from(JSON.stringify(PAYLOAD)), qos: 1, clientId: 'esp32-1' },
    ...{ principal: 'cafe', receivedAt: Date.now(), traceId: 'trace', sourceIp: '127.0.0.1' },
  };
  const times: number[] = [];
  for (let n = 0; n < count + UNCOUNTED; n += 1) {
    const startedAt = performance.now();
    await engine.onMessage(message);
    if (n >= UNCOUNTED) times.push(performance.now() - startedAt);
  }
  if (published !== count + UNCOUNTED)
    throw new Error(`Of ${count + UNCOUNTED} messages ${published} were republished.`);
  return [
    { name: 'a rule and its template, p50', unit: 'ms', value: percentile(times, 0.5) },
    { name: 'a rule and its template, p95', unit: 'ms', value: percentile(times, 0.95) },
  ];
};

function assemblyOf(): Assembly {
  const role: AssemblyResource = {
    ...{ logicalId: 'Role', type: 'AWS::IAM::Role', ref: 'Role', arn: `arn:aws:iam::${ACCOUNT_ID}:role/Role` },
    properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'iot.amazonaws.com' } }],
      },
    },
  };
  const rule: AssemblyResource = {
    ...{ logicalId: 'Rule', type: 'AWS::IoT::TopicRule', ref: 'Rule' },
    arn: `arn:aws:iot:${REGION}:${ACCOUNT_ID}:rule/Rule`,
    properties: {
      TopicRulePayload: {
        ...{ Sql: SQL, AwsIotSqlVersion: '2016-03-23', RuleDisabled: false },
        Actions: [{ Republish: { Topic: TOPIC, Qos: 1, RoleArn: role.arn } }],
      },
    },
  };
  const resources = [role, rule];
  return {
    ...{ directory: '', resources, outputs: {} },
    ofType: (type) => resources.filter((resource) => resource.type === type),
    assetPath: () => '',
    assetText: () => '',
  };
}
