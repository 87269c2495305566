import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { holdsSynthesis, publishSynthesis, removeOlderSyntheses, unfinishedBeside } from './synthesis-cache';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fleetlight-cache-'));
});

function publish(name: string): string {
  const unfinished = unfinishedBeside(join(parent, name));
  mkdirSync(unfinished);
  writeFileSync(join(unfinished, 'manifest.json'), name);
  publishSynthesis(unfinished, join(parent, name), name);
  return join(parent, name);
}

describe('the cache of syntheses', () => {
  it('holds only what was finished, under its own hash', () => {
    const unfinished = unfinishedBeside(join(parent, 'a-1'));
    mkdirSync(unfinished);
    mkdirSync(join(parent, 'a-1'));

    expect(holdsSynthesis(join(parent, 'a-1'), 'a-1')).toBe(false);
    publishSynthesis(unfinished, join(parent, 'a-1'), 'a-1');
    expect(holdsSynthesis(join(parent, 'a-1'), 'a-1')).toBe(true);
    expect(holdsSynthesis(join(parent, 'a-1'), 'a-2')).toBe(false);
  });

  it('clears away what a process that is gone left unfinished, never what is being written', () => {
    // No process can have this id (it is above the largest that Linux gives out).
    mkdirSync(join(parent, '.unfinished-4194305-00000000'));
    mkdirSync(join(parent, `.unfinished-${process.pid}-11111111`));

    unfinishedBeside(join(parent, 'a-1'));

    expect(readdirSync(parent)).toEqual([`.unfinished-${process.pid}-11111111`]);
  });

  it('keeps the one used before and those with other options', () => {
    for (const [age, name] of ['a-3', 'a-2', 'a-1'].entries()) utimesSync(publish(name), 1000 - age, 1000 - age);
    publish('b-1');

    removeOlderSyntheses(publish('a-4'), 'a-');

    expect(readdirSync(parent).sort()).toEqual(['a-3', 'a-4', 'b-1']);
    expect(existsSync(join(parent, 'a-4/manifest.json'))).toBe(true);
  });
});
