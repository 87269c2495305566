// Payloads that no adapter understands: what devices send when something is wrong with them.
import { hashed } from '../series/noise';

const KINDS: readonly ((index: number) => Buffer)[] = [
  () => Buffer.from('temperature=21'),
  (index) => Buffer.from(`{"temperature":21.${index},"humi`),
  () => Buffer.alloc(0),
  () => Buffer.from('[21, 40]'),
  () => Buffer.from('"21"'),
  () => Buffer.from('{}'),
  () => Buffer.from('{"temperature":{"deep":{"er":1}}}'),
  (index) => Buffer.from(Array.from({ length: 64 }, (_, at) => Math.floor(hashed(index, 'bytes', at) * 256))),
];

/** Returns one of them; the same index gives the same bytes. */
export function garbage(index: number): Buffer {
  const kind = KINDS[Math.floor(hashed(1, 'garbage', index) * KINDS.length)];
  return kind ? kind(index) : Buffer.alloc(0);
}
