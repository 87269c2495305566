// AWSEmail, AWSURL, AWSPhone, AWSIPAddress (AppSync developer guide, "Scalar types").
import { isIP, isIPv4 } from 'node:net';

const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** True for an address as RFC 822 has it: a local part, `@`, and host labels. */
export const isAwsEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);

/** True for a URL with a scheme and without two slashes in its path (RFC 1738, as AppSync restricts it). */
export function isAwsUrl(text: string): boolean {
  return (
    /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && URL.canParse(text) && !new URL(text).pathname.slice(1).includes('//')
  );
}

/**
 * True for 7 to 15 digits, grouped by spaces, hyphens or brackets, with an optional `+`. AppSync asks a directory of the
 * world's numbering plans besides; the laptop has none.
 */
export function isAwsPhone(text: string): boolean {
  const digits = text.replace(/[\s().-]/g, '');
  return /^\+?\d{7,15}$/.test(digits);
}

/** True for an IPv4 or IPv6 address, also in CIDR notation. */
export function isAwsIpAddress(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128));
}
