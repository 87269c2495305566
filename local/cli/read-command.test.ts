import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../settings/settings';
import { dataFlag, readCommand, shortPath } from './read-command';

describe('readCommand', () => {
  it.each([
    ['x {"a":1} --data /elsewhere'],
    ['--data /elsewhere x {"a":1}'],
    ['x --data /elsewhere {"a":1}'],
    ['x --data=/elsewhere {"a":1}'],
    ['--lan x {"a":1} --data /elsewhere'],
  ])('tells words from settings in %s', (line) => {
    expect(readCommand(line.split(' '), {})).toEqual({
      words: ['x', '{"a":1}'],
      dataDirectory: '/elsewhere',
      help: false,
    });
  });

  it('takes the data folder from the environment, too', () => {
    expect(readCommand(['x'], { FLEETLIGHT_DATA: '/elsewhere' }).dataDirectory).toBe('/elsewhere');
  });

  it.each([[['--help']], [['x', '-h']], [['--nonsense', '--help']]])('explains itself for %j', (argv) => {
    expect(readCommand(argv, {}).help).toBe(true);
  });

  it.each([[['--colour', 'red']], [['x', '--data']]])('refuses %j', (argv) => {
    expect(() => readCommand(argv, {})).toThrow(SettingsError);
  });
});

describe('dataFlag', () => {
  it('is needed for another folder than the usual one only', () => {
    expect(dataFlag(join(process.cwd(), '.data'))).toBe('');
    expect(dataFlag(join(process.cwd(), 'other'))).toBe(' --data other');
    expect(dataFlag('/elsewhere')).toBe(' --data /elsewhere');
  });
});

it('shortPath keeps what lies outside', () => {
  expect(shortPath(join(process.cwd(), 'a', 'b'))).toBe(join('a', 'b'));
  expect(shortPath('/elsewhere')).toBe('/elsewhere');
});
