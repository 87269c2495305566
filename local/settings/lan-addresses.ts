// This machine's addresses on the local network.
import { networkInterfaces } from 'node:os';

/** Returns the IPv4 addresses by which other machines can reach this one; empty when it is on no network. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address);
}
