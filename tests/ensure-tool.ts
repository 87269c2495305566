// Programs that the tests need and npm cannot bring: looked for, and installed where apt and the rights are there.
import { spawnSync } from 'node:child_process';

const PACKAGES = { chromium: 'chromium', mosquitto_pub: 'mosquitto-clients' } as const;

const found = (program: string) => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

/** Returns null when the program is there (now), otherwise what is missing and how to install it. */
export function ensureTool(program: keyof typeof PACKAGES): string | null {
  if (found(program)) return null;
  const debianPackage = PACKAGES[program];
  if (process.getuid?.() === 0 && found('apt-get')) {
    console.log(`Installing ${debianPackage} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env });
    spawnSync('apt-get', ['install', '-y', '-q', debianPackage], { stdio: 'ignore', env });
    if (found(program)) return null;
  }
  return `${program} is missing: install it with "apt-get install ${debianPackage}" (or your system's package)`;
}
