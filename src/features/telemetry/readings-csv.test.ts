import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metrics } from '../../../domain/telemetry/telemetry-sample';
import { timeKey } from '../../../domain/timeline/time-key';
import { csvFileName, readingsCsv } from './readings-csv';

const sample = (observedAt: number, metrics: Metrics, clockRejected = false) => ({
  thingName: 'x',
  sampleId: `${timeKey(observedAt)}#a`,
  observedAt,
  receivedAt: observedAt,
  clockRejected,
  metrics,
});

const NOON = Date.UTC(2026, 10, 26, 12);
const BOUNDS = { fromMs: NOON, toMs: NOON + 60_000 };
const column = (name: string, unit = '') => ({ name, label: name, unit });

/** Reads RFC 4180 by its grammar. */
function parse(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < csv.length) {
    let cell = '';
    if (csv[at] === '"') {
      at += 1;
      while (csv[at] !== '"' || csv[at + 1] === '"') {
        if (csv[at] === '"') at += 1;
        cell += csv[at];
        at += 1;
      }
      at += 1;
    } else {
      while (at < csv.length && csv[at] !== ',' && csv[at] !== '\r') {
        if (csv[at] === '"' || csv[at] === '\n') throw new Error('An unquoted cell has a quote or a line break.');
        cell += csv[at];
        at += 1;
      }
    }
    row.push(cell);
    if (csv[at] === ',') at += 1;
    else if (csv.startsWith('\r\n', at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`What follows a cell at ${at}?`);
  }
  return rows;
}

describe('readings as CSV', () => {
  it('has times in UTC and epoch ms, units in the header, and numbers in full', () => {
    const samples = [
      sample(NOON - 1, { t: 1 }),
      sample(NOON, { t: -21.123456789, other: 1 }),
      sample(NOON + 500, { other: 1 }),
      sample(NOON + 60_000, { t: 1e-7, open: false }, true),
      sample(NOON + 60_001, { t: 1 }),
    ];
    const csv = readingsCsv(samples, [{ name: 't', label: 'Air, outside', unit: '°C' }, column('open')], BOUNDS);
    expect(csv).toBe(
      [
        'time (UTC),time (epoch ms),device clock rejected,"Air, outside [t] (°C)",open',
        `2026-11-26T12:00:00.000Z,${NOON},false,-21.123456789,`,
        `2026-11-26T12:01:00.000Z,${NOON + 60_000},true,1e-7,false`,
        '',
      ].join('\r\n'),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '=HYPERLINK("http://x","y")'])(
    'does not let a spreadsheet run %j',
    (text) => {
      const [, row] = parse(readingsCsv([sample(NOON, { note: text })], [column('note')], BOUNDS));
      expect(row?.[3]).toBe(`'${text}`);
    },
  );

  it('guards names as well, which devices choose, too', () => {
    const [header] = parse(readingsCsv([], [column('=cmd|x', '+1')], BOUNDS));
    expect(header?.[3]).toBe("'=cmd|x (+1)");
  });

  it('can be read back, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.string(), (notes, name) => {
        const samples = notes.map((note, at) => sample(NOON + at, { [`n${name}`]: note }));
        const rows = parse(readingsCsv(samples, [column(`n${name}`)], BOUNDS));
        expect(rows.slice(1).map((row) => row[3]?.replace(/^'/, ''))).toEqual(
          notes.map((note) => note.replace(/^'/, '')),
        );
        for (const row of rows) expect(row[3]).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

describe('the name of the file', () => {
  it('has no character that a file system refuses', () => {
    expect(csvFileName('plant-7/inverter.1', 'Leistung °C', BOUNDS)).toBe(
      'plant-7-inverter.1_Leistung-C_20261126T120000Z_20261126T120100Z.csv',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(csvFileName(name, name, BOUNDS)).not.toMatch(/[/\\:*?"<>|\s]/);
      }),
    );
  });
});
