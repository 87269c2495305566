// The one door to @peculiar/x509, which needs some preparation before it loads.
import './metadata-functions';
import { webcrypto } from 'node:crypto';
import { cryptoProvider } from '@peculiar/x509';

cryptoProvider.set(webcrypto as Crypto);

export * from '@peculiar/x509';
