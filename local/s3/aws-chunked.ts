// The content encoding `aws-chunked` without signatures of the chunks: what the SDK sends when it learns a body's checksum
// only at its end (S3 API reference, "Signature calculations: trailing headers").

const LINE_END = '\r\n';
const SIZE = /^[0-9a-f]{1,8}$/i;

/** Returns the content and the trailing headers (lower-case names), or null when `body` is not encoded so. */
export function decodeChunked(body: Buffer): { content: Buffer; trailers: Map<string, string> } | null {
  const chunks: Buffer[] = [];
  let position = 0;
  const line = (): string | null => {
    const end = body.indexOf(LINE_END, position);
    if (end < 0) return null;
    const text = body.toString('latin1', position, end);
    position = end + LINE_END.length;
    return text;
  };
  for (;;) {
    const size = line();
    if (size === null || !SIZE.test(size)) return null;
    const bytes = Number.parseInt(size, 16);
    if (bytes === 0) break;
    if (body.toString('latin1', position + bytes, position + bytes + 2) !== LINE_END) return null;
    chunks.push(body.subarray(position, position + bytes));
    position += bytes + LINE_END.length;
  }
  const trailers = new Map<string, string>();
  for (let trailer = line(); trailer; trailer = line()) {
    const colon = trailer.indexOf(':');
    trailers.set(trailer.slice(0, colon).trim().toLowerCase(), trailer.slice(colon + 1).trim());
  }
  return { content: Buffer.concat(chunks), trailers };
}
