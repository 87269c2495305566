// How one record lies in a queue's log: length, checksum, payload. Knows nothing of messages.
import { crc32 } from 'node:zlib';

const HEADER_BYTES = 8;
// No honest record comes near it (a message is 1 MiB at most); a torn length field easily does.
const LARGEST_PAYLOAD_BYTES = 16 * 1024 * 1024;

/** Returns the bytes to append for `payload`: its length and CRC-32 (both 32 bit big-endian), then itself as UTF-8. */
export function encodeRecord(payload: string): Buffer {
  const bytes = Buffer.byteLength(payload);
  const record = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  record.write(payload, HEADER_BYTES);
  record.writeUInt32BE(bytes, 0);
  record.writeUInt32BE(crc32(record.subarray(HEADER_BYTES)), 4);
  return record;
}

/** One payload read back, and how many bytes of the log it took. */
export interface DecodedRecord {
  payload: string;
  bytes: number;
}

/**
 * Reads the records of one log file in order and returns how many bytes were whole. Fewer than the file has means that
 * its end is torn (the process died while writing) or damaged; what is after that point cannot be read.
 */
export function decodeRecords(file: Buffer, onRecord: (record: DecodedRecord) => void): number {
  let offset = 0;
  while (offset + HEADER_BYTES <= file.length) {
    const bytes = file.readUInt32BE(offset);
    const end = offset + HEADER_BYTES + bytes;
    if (bytes === 0 || bytes > LARGEST_PAYLOAD_BYTES || end > file.length) break;
    const payload = file.subarray(offset + HEADER_BYTES, end);
    if (crc32(payload) !== file.readUInt32BE(offset + 4)) break;
    onRecord({ payload: payload.toString(), bytes: end - offset });
    offset = end;
  }
  return offset;
}
