// The documented hash functions. MD2 is not among them here: OpenSSL 3 no longer has it.
import { createHash } from 'node:crypto';
import { ofTexts, type SqlFunction, type SqlFunctions } from './sql-function';

const hash = (algorithm: string): SqlFunction =>
  ofTexts(1, (text = '') => createHash(algorithm).update(text).digest('hex'));

/** md5, sha1, sha224, sha256, sha384 and sha512 of a String, in hexadecimal. */
export const HASH_FUNCTIONS: SqlFunctions = {
  md5: hash('md5'),
  sha1: hash('sha1'),
  sha224: hash('sha224'),
  sha256: hash('sha256'),
  sha384: hash('sha384'),
  sha512: hash('sha512'),
};
