// What the nested stacks must be so that they deploy at all: none may need what needs it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { synthesize } from '../../local/assembly/synthesize';
import { ROOT } from './synthesized';

interface StackTemplate {
  Resources?: Record<string, { Type: string; Properties?: unknown; DependsOn?: string | string[] }>;
}

const stacks = new Map<string, StackTemplate>();
beforeAll(async () => {
  const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.template.json'))) {
    stacks.set(file, JSON.parse(readFileSync(join(directory, file), 'utf8')) as StackTemplate);
  }
});

it('keep rule, queue and mapping together, or functions and ingestion would need each other (fact 19)', () => {
  const holding = (type: string) =>
    [...stacks].filter(([, { Resources }]) => Object.values(Resources ?? {}).some((one) => one.Type === type));
  const names = (type: string) => holding(type).map(([name]) => name);
  const homes = names('AWS::SQS::Queue');
  expect(homes).not.toEqual([]);
  expect(names('AWS::IoT::TopicRule').filter((name) => !homes.includes(name))).toEqual([]);
  expect(names('AWS::Lambda::EventSourceMapping').filter((name) => !homes.includes(name))).toEqual([]);
});

it('need one another in one direction only (fact 19)', () => {
  const isNested = ([, { Type }]: [string, { Type: string }]) => Type === 'AWS::CloudFormation::Stack';
  let found = 0;
  for (const [file, { Resources = {} }] of stacks) {
    const nested = Object.entries(Resources).filter(isNested);
    const ids = new Set(nested.map(([id]) => id));
    const needs = new Map(
      nested.map(([id, stack]) => [id, [...ids].filter((other) => JSON.stringify(stack).includes(`"${other}"`))]),
    );
    found += ids.size;
    // Takes away, again and again, whatever needs nothing that is left.
    for (let size = -1; size !== needs.size; ) {
      size = needs.size;
      for (const [id, others] of needs) if (!others.some((other) => needs.has(other))) needs.delete(id);
    }
    expect({ file, circular: [...needs.keys()] }).toEqual({ file, circular: [] });
  }
  expect(found).toBeGreaterThan(2);
});
