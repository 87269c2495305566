import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { assemblyOf } from '../gateway/iam-fixture';
import { openParameterStore } from './parameter-store';

let directory: string;
let now = 0;
const open = (declared: Record<string, string>) => {
  const resources = Object.entries(declared).map(([ref, Value]) => {
    return { logicalId: 'P', ref, type: 'AWS::SSM::Parameter', properties: { Name: ref, Type: 'String', Value } };
  });
  now += 1_000;
  return openParameterStore(directory, assemblyOf(resources), () => now);
};
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetlight-ssm-'));
  now = 0;
});

describe('the parameter store', () => {
  it('keeps what people set over a restart, in a file for this user only', () => {
    open({}).put('/secret', 'SecureString', 'hush');

    const parameter = { name: '/secret', type: 'SecureString', value: 'hush', version: 1, modifiedAt: 1_000 };
    expect(open({}).all()).toEqual([{ ...parameter, fromTemplate: false }]);
    expect(readdirSync(directory)).toEqual(['ssm.json']);
    expect(statSync(join(directory, 'ssm.json')).mode & 0o777).toBe(0o600);
  });

  it('follows the template: new, changed, unchanged and removed', () => {
    open({ '/changed': 'a', '/same': 'b', '/removed': 'c' });

    const store = open({ '/changed': 'z', '/same': 'b', '/new': 'd' });

    expect(store.all().map(({ name, value, version }) => [name, value, version])).toEqual([
      ['/changed', 'z', 2],
      ['/new', 'd', 1],
      ['/same', 'b', 1],
    ]);
  });

  it('takes any name and value as data', () => {
    open({}).put('__proto__', 'String', 'constructor');

    expect(open({}).get('__proto__')?.value).toBe('constructor');
    expect(open({}).get('constructor')).toBeUndefined();
  });

  it('deletes, and says whether there was something', () => {
    const store = open({});
    store.put('/a', 'String', '1');

    expect([store.delete('/a'), store.delete('/a')]).toEqual([true, false]);
    expect(open({}).all()).toEqual([]);
  });
});
