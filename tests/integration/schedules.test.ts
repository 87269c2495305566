// A schedule of the template invokes the real function, by the permission that the template gives it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManualClock } from '../../local/settings/manual-clock';
import type { StackResources } from '../edit-assembly';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

const clock = new ManualClock(Date.parse('2025-10-09T09:00:30Z'));
let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud({ scheduleClock: clock, edit: addRule });
});
afterAll(() => cloud?.stop());

// An empty batch: core-status counts what it received, and nothing else happens.
function addRule(resources: StackResources): void {
  const [found] = Object.entries(resources).filter(
    ([, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Function' &&
      Properties.Tags?.some(
        ({ Key, Value }: { Key: string; Value: string }) => Key === 'amplify:friendly-name' && Value === 'core-status',
      ),
  );
  if (!found) return;
  const arn = { 'Fn::GetAtt': [found[0], 'Arn'] };
  resources.EveryMinute = {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: arn, Id: 'Target0', Input: '{"Records":[]}' }],
    },
  };
  resources.EveryMinutePermission = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['EveryMinute', 'Arn'] },
    },
  };
}

const runs = async () => {
  const log = await readFile(join(cloud.dataDirectory, 'logs', 'core-status.log'), 'utf8').catch(() => '');
  return log.split('\n').filter((line) => line.includes('"received":0')).length;
};

it('runs the function at each full minute', async () => {
  expect(await runs()).toBe(0);
  clock.advance(30_000);
  await eventually('the first run is in the log', async () => (await runs()) === 1);
  clock.advance(60_000);
  await eventually('the second run is in the log', async () => (await runs()) === 2);
});
