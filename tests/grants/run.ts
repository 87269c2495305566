// `npm run test:grants`: takes each grant of each function, rule and schedule away in turn, and sees whether anybody notices. One that is not
// missed is a grant that nothing needs, or a call that no journey makes; either is a failure. Takes some minutes.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAssembly } from '../../local/assembly/load-assembly';
import { synthesize } from '../../local/assembly/synthesize';
import { evaluatePolicies } from '../../local/gateway/evaluate-policies';
import { parsePolicy } from '../../local/gateway/parse-policy';
import { ROOT } from '../test-cloud';
import { type Grant, grantsOf, withoutGrant } from './grants';
import type { Journey } from './journey';
import { ADMINISTRATION } from './journeys/administration';
import { DISCORD } from './journeys/discord';
import { PRESENCE } from './journeys/presence';
import { RULES } from './journeys/rules';
import { TELEMETRY } from './journeys/telemetry';
import { type Beginning, NotStarted, prepareBeginning, takeJourney } from './take-journey';

const JOURNEYS: readonly Journey[] = [...TELEMETRY, ...PRESENCE, ...ADMINISTRATION, ...DISCORD, ...RULES];
const only = process.argv[2] ?? '';

const startedAt = performance.now();
const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
const grants = grantsOf(loadAssembly(directory, { awsEndpoint: 'http://127.0.0.1' })).filter(({ holder }) =>
  holder.includes(only),
);
const beginning = await prepareBeginning();
try {
  const users = await findUsers(beginning);
  const rows: string[] = [];
  const survivors: Grant[] = [];
  for (const grant of grants) {
    const missedBy = await whoMisses(grant, users.get(grant) ?? [], beginning);
    if (missedBy === null) survivors.push(grant);
    const row = `| ${grant.holder} | ${grant.action} | ${shortName(grant.resource)} | ${missedBy ?? '**nobody**'} |`;
    console.log(row);
    rows.push(row);
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const summary = `${grants.length} grants, ${JOURNEYS.length} journeys, ${seconds} s: ${survivors.length} not missed.`;
  mkdirSync(join(ROOT, '.amplify'), { recursive: true });
  const head = ['| holder | action | resource | missed by |', '|---|---|---|---|'];
  writeFileSync(join(ROOT, '.amplify', 'grants.md'), [summary, '', ...head, ...rows, ''].join('\n'));
  console.log(summary);
  process.exitCode = survivors.length > 0 ? 1 : 0;
} finally {
  rmSync(beginning.dataDirectory, { recursive: true, force: true });
}

/** Takes every journey with nothing taken away, and returns which journeys use a grant. Throws when one fails or is denied. */
async function findUsers(from: Beginning): Promise<Map<Grant, Journey[]>> {
  const users = new Map<Grant, Journey[]>();
  for (const journey of JOURNEYS.filter(({ holders }) => grants.some((grant) => holders.includes(grant.holder)))) {
    const used = new Set<Grant>();
    const denied = await takeJourney(
      journey,
      from,
      () => undefined,
      ({ allowed, ...asked }) => {
        for (const grant of grants) if (covers(grant, asked)) used.add(grant);
        return allowed ? undefined : asked;
      },
    ).catch((error: unknown) => {
      throw new Error(`With every grant in place, this fails: ${journey.name}`, { cause: error });
    });
    if (denied)
      throw new Error(`With every grant in place, ${denied.action} on ${denied.resource} is denied: ${journey.name}`);
    for (const grant of used) users.set(grant, [...(users.get(grant) ?? []), journey]);
    console.log(`${journey.name}: uses ${used.size} grants`);
  }
  return users;
}

/** Returns who is denied, or what fails, without the grant; null when nobody notices. */
async function whoMisses(grant: Grant, users: readonly Journey[], from: Beginning): Promise<string | null> {
  const own = users.filter(({ holders }) => holders.includes(grant.holder));
  for (const journey of own.length > 0 ? own : users) {
    try {
      const isDenied = await takeJourney(journey, from, withoutGrant(grant), ({ allowed, ...asked }) =>
        !allowed && covers(grant, asked) ? true : undefined,
      );
      if (isDenied) return journey.name;
    } catch (error) {
      if (error instanceof NotStarted) return 'the start';
      return `${journey.name}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return null;
}

function covers(grant: Grant, asked: { roleArn: string; action: string; resource: string }): boolean {
  if (grant.roleArn !== asked.roleArn || grant.action !== asked.action) return false;
  const Statement = { Effect: 'Allow', Action: grant.action, Resource: grant.resource };
  const statements = parsePolicy({ Version: '2012-10-17', Statement }, 'the grant');
  return evaluatePolicies(statements, { ...asked, context: new Map() }) === 'allowed';
}

function shortName(resource: string): string {
  return resource.split(':').slice(5).join(':').replaceAll('|', '\\|') || resource;
}
