// The load command's arguments, and its garbage: every kind of it must be refused by the real parser.
import { describe, expect, it } from 'vitest';
import { parseTelemetryRecord } from '../../../domain/telemetry/parse-telemetry-record';
import { garbage } from './garbage';
import { parseFleetCommand } from './load-options';

describe('parseFleetCommand', () => {
  it('has defaults, and leaves the rest to the settings', () => {
    expect(parseFleetCommand(['--data', 'x'])).toEqual({
      ok: true,
      kind: 'load',
      load: { devices: 10, rate: 100, seconds: 10, drop: false, garbage: false },
      settings: ['--data', 'x'],
    });
  });

  it('takes every option', () => {
    const argv = '--devices 3 --rate 50 --seconds 2 --drop --garbage'.split(' ');
    expect(parseFleetCommand(argv)).toMatchObject({
      load: { devices: 3, rate: 50, seconds: 2, drop: true, garbage: true },
    });
  });

  it('knows the removal', () => {
    expect(parseFleetCommand(['--remove'])).toEqual({ ok: true, kind: 'remove', settings: [] });
  });

  it.each([['--devices'], ['--rate', '0'], ['--seconds', '1.5'], ['--devices', '99999']])(
    'refuses %s %s',
    (...argv) => {
      expect(parseFleetCommand(argv)).toMatchObject({ ok: false, problem: expect.stringContaining(argv[0] ?? '') });
    },
  );
});

describe('garbage', () => {
  const payloads = Array.from({ length: 400 }, (_, index) => garbage(index));

  it('is refused as telemetry, whatever its kind', () => {
    const understood = payloads.filter((payload) => {
      const envelope = { payload: payload.toString('base64'), topic: 'a/telemetry', clientId: 'a', traceId: 't' };
      return parseTelemetryRecord({ ...envelope, receivedAt: 1_750_000_000_000 }).ok;
    });
    expect(understood).toEqual([]);
  });

  it('comes in many kinds, and the same again', () => {
    expect(new Set(payloads.map((payload) => payload.toString('hex').slice(0, 12))).size).toBeGreaterThan(8);
    expect(garbage(17)).toEqual(garbage(17));
  });
});
