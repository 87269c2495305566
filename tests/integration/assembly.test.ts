// The real backend, synthesized and read as the local cloud reads it.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amplifyOutputs } from '../../local/assembly/amplify-outputs';
import type { Assembly } from '../../local/assembly/assembly';
import { deploymentOnlyReason } from '../../local/assembly/deployment-only';
import { loadAssembly } from '../../local/assembly/load-assembly';
import { synthesize } from '../../local/assembly/synthesize';
import { rolePolicies } from '../../local/gateway/role-policies';

const rootDirectory = resolve(import.meta.dirname, '../..');
let assembly: Assembly;
beforeAll(async () => {
  const { directory } = await synthesize({ rootDirectory, type: 'sandbox' });
  assembly = loadAssembly(directory, { awsEndpoint: 'http://127.0.0.1:4701' });
});

describe('the assembly of the real backend', () => {
  it('resolves whole', () => {
    const left = assembly.resources.filter(({ properties, ref, arn }) => {
      return /"(Ref|Fn::\w+)":/.test(JSON.stringify([properties, ref, arn]));
    });

    expect(assembly.resources.length).toBeGreaterThan(100);
    expect(left).toEqual([]);
  });

  it('keeps its names on another port', () => {
    const elsewhere = loadAssembly(assembly.directory, { awsEndpoint: 'http://127.0.0.1:9' });

    expect(elsewhere.resources.map(({ arn }) => arn)).toEqual(assembly.resources.map(({ arn }) => arn));
  });

  it('has policies that can all be enforced', () => {
    expect(rolePolicies(assembly).size).toBe(assembly.ofType('AWS::IAM::Role').length);
  });

  it('has the code of every function that runs here', () => {
    const running = assembly.ofType('AWS::Lambda::Function').filter((fn) => deploymentOnlyReason(fn) === null);

    expect(running.length).toBeGreaterThan(4);
    for (const { properties } of running) {
      const { S3Key } = properties.Code as { S3Key: string };
      expect(readdirSync(assembly.assetPath(S3Key))).toContain('index.mjs');
    }
  });

  it('gives the app an amplify_outputs.json that its library takes', () => {
    const config = parseAmplifyConfig(JSON.parse(JSON.stringify(amplifyOutputs(assembly))));

    expect(config.Auth?.Cognito).toMatchObject({
      userPoolId: assembly.ofType('AWS::Cognito::UserPool')[0]?.ref,
      userPoolClientId: assembly.ofType('AWS::Cognito::UserPoolClient')[0]?.ref,
      identityPoolId: assembly.ofType('AWS::Cognito::IdentityPool')[0]?.ref,
      loginWith: { email: true },
      groups: [{ admin: { precedence: 0 } }, { operator: { precedence: 1 } }, { viewer: { precedence: 2 } }],
      passwordFormat: { minLength: 8, requireSpecialCharacters: true },
    });
    expect(config.API?.GraphQL).toMatchObject({
      endpoint: 'http://127.0.0.1:4701/graphql',
      region: 'eu-central-1',
      defaultAuthMode: 'userPool',
      modelIntrospection: { models: { Device: { name: 'Device' } } },
    });
    expect(amplifyOutputs(assembly).auth).toMatchObject({ unauthenticated_identities_enabled: false });
    expect(amplifyOutputs(assembly).custom).toMatchObject({
      iot: { devicePolicyName: assembly.ofType('AWS::IoT::Policy')[0]?.ref },
    });
  });
});

describe('synthesize', () => {
  const project = mkdtempSync(join(tmpdir(), 'fleetlight-project-'));
  const backend = (code: string) => writeFileSync(join(project, 'amplify/backend.ts'), code);
  const writing = (line: string) =>
    `import { mkdirSync, writeFileSync } from 'node:fs';
    const out = String(process.env.CDK_OUTDIR);
    mkdirSync(out);
    writeFileSync(out + '/manifest.json', JSON.stringify([process.env.CDK_CONTEXT_JSON, process.env.INGEST, process.env.SECRET]));
    ${line}`;
  const run = (options: { env?: Record<string, string>; outDirectory?: string } = {}) =>
    synthesize({ rootDirectory: project, type: 'sandbox', ...options });
  beforeAll(() => {
    mkdirSync(join(project, 'amplify'));
    symlinkSync(join(rootDirectory, 'node_modules'), join(project, 'node_modules'));
    cpSync(join(rootDirectory, 'package.json'), join(project, 'package.json'));
  });
  afterAll(() => rmSync(project, { recursive: true }));

  it('runs once per content and options, without the environment of this machine', async () => {
    process.env.SECRET = 'of this machine';
    backend(writing(''));

    const first = await run();
    const again = await run();
    const other = await run({ env: { INGEST: 'off' } });
    delete process.env.SECRET;

    expect([first.fresh, again.fresh, other.fresh]).toEqual([true, false, true]);
    expect(again.directory).toBe(first.directory);
    expect(other.directory).not.toBe(first.directory);
    const { default: seen } = await import(join(first.directory, 'manifest.json'), { with: { type: 'json' } });
    expect(JSON.parse(seen[0])).toEqual({
      'amplify-backend-namespace': 'fleetlight',
      'amplify-backend-name': 'local',
      'amplify-backend-type': 'sandbox',
    });
    expect(seen.slice(1)).toEqual(['on', null]);
  });

  it.each([
    ['fails', 'throw new Error("no such model");', 'no such model'],
    ['prints a warning of its own', 'console.warn("[WARNING] deprecated");', '[WARNING] deprecated'],
  ])('refuses a backend that %s, and leaves nothing behind', async (_, line, message) => {
    backend(writing(line));
    const before = readdirSync(join(project, '.amplify/local'));

    await expect(run()).rejects.toThrow(message);

    expect(readdirSync(join(project, '.amplify/local'))).toEqual(before);
  });

  it('replaces what an output folder held', async () => {
    const outDirectory = join(project, 'out');
    mkdirSync(outDirectory);
    writeFileSync(join(outDirectory, 'old'), '');
    backend(writing(''));

    expect(await run({ outDirectory })).toMatchObject({ directory: outDirectory, fresh: true });
    expect(readdirSync(outDirectory)).not.toContain('old');
    expect((await run({ outDirectory })).fresh).toBe(false);
  });
});
