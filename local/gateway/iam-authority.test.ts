import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAccessKeys } from './access-keys';
import type { IamPrincipal } from './aws-service';
import { createIamAuthority } from './iam-authority';
import { assemblyOf, roleOf } from './iam-fixture';

const keys = openAccessKeys(mkdtempSync(join(tmpdir(), 'fleetlight-keys-')), () => 0);
const authorityOf = (...resources: Parameters<typeof assemblyOf>[0]) =>
  createIamAuthority(assemblyOf(resources), keys, () => 0);
const as = (roleArn: string | null): IamPrincipal => ({
  arn: 'arn:aws:sts::000000000000:assumed-role/x/y',
  roleArn,
  accessKeyId: 'ASIA',
  cognitoIdentityId: null,
});
const ROLE = 'arn:aws:iam::000000000000:role/Reader';
const get = { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' };
const attached = (roles: string[]) => ({
  logicalId: 'Attached',
  type: 'AWS::IAM::Policy',
  properties: {
    Roles: roles,
    PolicyDocument: { Version: '2012-10-17', Statement: { ...get, Action: 'ssm:PutParameter' } },
  },
});

describe('the IAM authority', () => {
  it('adds up inline, attached and managed policies of a role, and of no other', () => {
    const reader = roleOf('Reader', [get]);
    const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    const properties = { ...reader.properties, ManagedPolicyArns: [basic] };
    const authority = authorityOf({ ...reader, properties }, roleOf('Other', []), attached(['Reader']));

    const allowed = (role: string, action: string) => authority.isAllowed(as(role), action, '*');

    expect(['ssm:GetParameter', 'ssm:PutParameter', 'logs:PutLogEvents'].map((a) => allowed(ROLE, a))).toEqual([
      true,
      true,
      true,
    ]);
    expect(allowed(ROLE, 'ssm:DeleteParameter')).toBe(false);
    expect(allowed(ROLE.replace('Reader', 'Other'), 'ssm:GetParameter')).toBe(false);
    expect(allowed(ROLE.replace('Reader', 'Removed'), 'ssm:GetParameter')).toBe(false);
  });

  it('lets the administrator do everything', () => {
    expect(authorityOf().isAllowed(as(null), 'iot:DeleteThing', '*')).toBe(true);
  });

  it('tells of every decision about a role, also of one that it remembers', () => {
    const told: unknown[] = [];
    const tell = (decision: unknown) => told.push(decision);
    const authority = createIamAuthority(assemblyOf([roleOf('Reader', [get])]), keys, () => 0, tell);
    const actions = ['ssm:GetParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameter'];

    for (const action of actions) authority.isAllowed(as(ROLE), action, '*');

    expect(told).toEqual(
      actions.map((action) => ({ roleArn: ROLE, action, resource: '*', allowed: action === 'ssm:GetParameter' })),
    );
  });

  it('stops the start for a policy that it could not enforce', () => {
    const managed = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] };

    expect(() => authorityOf({ logicalId: 'Reader', type: 'AWS::IAM::Role', properties: managed })).toThrow(
      'AdministratorAccess',
    );
    expect(() => authorityOf(attached(['Nobody']))).toThrow('Nobody');
    expect(() => authorityOf(roleOf('Reader', [{ ...get, Condition: { IpAddress: {} } }]))).toThrow('IpAddress');
  });
});
