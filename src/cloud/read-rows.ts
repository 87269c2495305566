// Taking answers apart without believing them.
import { asRow } from '../../domain/rows/row-fields';

/** Returns the field of an object, or undefined when there is no such object or field. */
export function fieldOf(value: unknown, name: string): unknown {
  const row = asRow(value);
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

/** Returns the rows of a page of a list query, unparsed. */
export function itemsOf(page: unknown): unknown[] {
  const items = fieldOf(page, 'items');
  return Array.isArray(items) ? items : [];
}

/** Returns the rows that parse; a row that does not is left out, so that one bad row never hides the others. */
export function parseRows<T>(rows: readonly unknown[], parse: (row: unknown) => T | undefined): T[] {
  return rows.map(parse).filter((row) => row !== undefined);
}

/** Says whether a row with a time to live is over; `expiresAt` is in seconds, and the table deletes days late. */
export function isExpired(row: unknown, nowMs: number): boolean {
  const expiresAt = fieldOf(row, 'expiresAt');
  return typeof expiresAt === 'number' && expiresAt * 1000 <= nowMs;
}
