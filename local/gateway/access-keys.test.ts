import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAccessKeys } from './access-keys';

const ROLE = 'arn:aws:iam::000000000000:role/viewer';
let directory: string;
const open = () => openAccessKeys(directory, () => 1_000);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetlight-keys-'));
});

describe('access keys', () => {
  it('are known after a restart', () => {
    const first = open();
    const issued = first.issueForIdentity('eu-central-1:one', ROLE, 500);

    const found = open().find(issued.accessKeyId, issued.sessionToken);

    expect(found).toEqual({
      secretAccessKey: issued.secretAccessKey,
      expiresAt: 1_500,
      principal: {
        arn: 'arn:aws:sts::000000000000:assumed-role/viewer/CognitoIdentityCredentials',
        roleArn: ROLE,
        accessKeyId: issued.accessKeyId,
        cognitoIdentityId: 'eu-central-1:one',
      },
    });
    expect(open().administrator).toEqual(first.administrator);
  });

  it('keep their file to this user', () => {
    open();

    expect(statSync(join(directory, 'access-keys.json')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(directory, 'access-keys.json'), 'utf8'))).toMatchObject({
      administrator: { accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/) },
    });
  });

  it('of another data directory are unknown', () => {
    const issued = open().issueForRole(ROLE, 'fn');
    directory = mkdtempSync(join(tmpdir(), 'fleetlight-keys-'));

    expect(open().find(issued.accessKeyId, issued.sessionToken)).toBeNull();
  });

  it('are found with their own session token only', () => {
    const keys = open();
    const [one, two] = [keys.issueForRole(ROLE, 'fn'), keys.issueForRole(ROLE, 'fn')];
    const [content = ''] = one.sessionToken.split('.');

    expect(keys.find(one.accessKeyId, two.sessionToken)).toBeNull();
    expect(keys.find(one.accessKeyId, null)).toBeNull();
    expect(keys.find(one.accessKeyId, content)).toBeNull();
    expect(keys.find(one.accessKeyId, `${content}.${content}`)).toBeNull();
    expect(keys.find(one.accessKeyId, `${one.sessionToken}.x`)).toBeNull();
    expect(keys.find(keys.administrator.accessKeyId, one.sessionToken)).toBeNull();
    expect(keys.find('__proto__', null)).toBeNull();
  });
});
