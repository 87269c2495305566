// The files of one device on this machine: certificate, private key, authority, and what it is called.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a device needs to connect. */
export interface DeviceIdentity {
  thingName: string;
  certificateId: string;
  certificateArn: string;
  certificatePem: string;
  privateKeyPem: string;
}

export interface DeviceFiles {
  directory: string;
  certificatePath: string;
  privateKeyPath: string;
  caPath: string;
  /** Null when there is no complete device; a half-written one counts as none. */
  read(): DeviceIdentity | null;
  write(identity: DeviceIdentity, caPem: string): void;
  remove(): void;
}

/** Returns the files of a thing below `parent`. Its name must be a valid thing name. */
export function deviceFiles(parent: string, thingName: string): DeviceFiles {
  // A colon is legal in a thing's name, but not in a file's name on every system.
  const directory = join(parent, thingName.replaceAll(':', '%3A'));
  const certificatePath = join(directory, 'certificate.pem');
  const privateKeyPath = join(directory, 'private.key');
  const caPath = join(directory, 'ca.pem');
  const aboutPath = join(directory, 'device.json');
  return {
    directory,
    certificatePath,
    privateKeyPath,
    caPath,
    read() {
      if (![aboutPath, certificatePath, privateKeyPath].every((path) => existsSync(path))) return null;
      const about = JSON.parse(readFileSync(aboutPath, 'utf8')) as DeviceIdentity;
      // On a file system that ignores case, `Pump` finds the folder of `pump`.
      if (about.thingName !== thingName) {
        throw new Error(`${directory} belongs to ${about.thingName}. Use a name that differs by more than its case.`);
      }
      return {
        ...about,
        certificatePem: readFileSync(certificatePath, 'utf8'),
        privateKeyPem: readFileSync(privateKeyPath, 'utf8'),
      };
    },
    write({ certificatePem, privateKeyPem, ...about }, caPem) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      // The mode is that of a new file: a leftover would keep its own.
      rmSync(privateKeyPath, { force: true });
      writeFileSync(privateKeyPath, privateKeyPem, { mode: 0o600 });
      writeFileSync(certificatePath, certificatePem);
      writeFileSync(caPath, caPem);
      // Last and at once: its presence says that the rest is whole.
      writeFileSync(`${aboutPath}.new`, `${JSON.stringify(about, null, 2)}\n`);
      renameSync(`${aboutPath}.new`, aboutPath);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
