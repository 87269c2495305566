// The template without one of its grants is the template without exactly that.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadAssembly } from '../../local/assembly/load-assembly';
import { synthesize } from '../../local/assembly/synthesize';
import { editAssembly } from '../edit-assembly';
import { type Grant, grantsOf, withoutGrant } from '../grants/grants';
import { ROOT } from '../test-cloud';

const AWS = { awsEndpoint: 'http://127.0.0.1' };
// Behind the project's own functions the CDK has put a hash.
const FUNCTION = /lambda[0-9A-F]{8}$/;
const textOf = ({ holder, action, resource }: Grant) => `${holder} ${action} ${resource}`;

it('every function, schedule and rule role has grants, and each can be taken away alone', async () => {
  const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  const assembly = loadAssembly(directory, AWS);
  const grants = grantsOf(assembly);
  const names = new Set(grants.map(({ holder }) => holder));
  const functions = assembly.ofType('AWS::Lambda::Function').filter(({ logicalId }) => FUNCTION.test(logicalId));
  const others = [...names].filter((name) => /RuleRole$|^schedule of /.test(name));
  expect(names).toContain('core-telemetry');
  expect(others.sort()).toEqual([
    'DiscordRuleRole',
    'PresenceRuleRole',
    'TelemetryRuleRole',
    'schedule of presence-census',
    'schedule of presence-sweep',
  ]);
  expect(names.size).toBe(functions.length + others.length);
  // One of several actions, one of several resources, and one that stands alone.
  const some = ['dynamodb:BatchGetItem', 'appsync:GraphQL', 'cognito-idp:AdminAddUserToGroup'].flatMap(
    (action) => grants.find((grant) => grant.action === action) ?? [],
  );
  expect(some).toHaveLength(3);
  for (const grant of some) {
    const copy = mkdtempSync(join(tmpdir(), 'fleetlight-grants-'));
    editAssembly(directory, copy, withoutGrant(grant));
    const left = grantsOf(loadAssembly(copy, AWS)).map(textOf);
    rmSync(copy, { recursive: true, force: true });
    expect(left.sort()).toEqual(
      grants
        .filter((each) => each !== grant)
        .map(textOf)
        .sort(),
    );
  }
});
