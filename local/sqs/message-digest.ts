// The MD5 digests by which an SQS client verifies that its message arrived whole.
import { createHash } from 'node:crypto';
import type { MessageAttribute } from './message';

/** Hex MD5 of a body's UTF-8 bytes: `MD5OfMessageBody`, `md5OfBody`. */
export function bodyDigest(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * Hex MD5 of message attributes, or undefined without any: sorted by name; of each its name, its data type, one byte
 * (1 for string values, 2 for binary ones) and its value, every part but the byte behind its 32 bit length (SQS
 * developer guide, "Calculating the MD5 message digest for message attributes").
 */
export function attributesDigest(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const update = (part: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  };
  for (const name of names) {
    const attribute = attributes[name] as MessageAttribute;
    update(Buffer.from(name));
    update(Buffer.from(attribute.dataType));
    const isBinary = attribute.binaryValue !== undefined;
    hash.update(Buffer.of(isBinary ? 2 : 1));
    update(isBinary ? Buffer.from(attribute.binaryValue ?? '', 'base64') : Buffer.from(attribute.stringValue ?? ''));
  }
  return hash.digest('hex');
}
