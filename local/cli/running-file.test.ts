import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataInUseError, lockData } from './running-file';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetlight-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('lockData', () => {
  it('gives the folder to one process at a time', () => {
    const unlock = lockData(directory);
    expect(() => lockData(directory)).toThrow(DataInUseError);
    unlock();
    lockData(directory)();
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });

  it('names the process that has it', () => {
    writeFileSync(join(directory, 'lock'), String(process.ppid));
    expect(() => lockData(directory)).toThrow(String(process.ppid));
  });

  it('takes over what a killed process left', () => {
    // Process ids end well below this one.
    writeFileSync(join(directory, 'lock'), '4194305');
    lockData(directory)();
  });
});
