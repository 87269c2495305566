// How long a start takes: the first one of a fresh copy of the project, and a later one, when backend and app are built.
import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tests/test-cloud';
import type { Part } from './part';
import { startCloud } from './start-cloud';
import { withFolder } from './with-cloud';

/** Starts a copy of the project twice. Its packages are installed already. */
export const measureStarts: Part = () =>
  withFolder('project', async (root) => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
    for (const file of files) cpSync(join(ROOT, file), join(root, file));
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    const dataDirectory = join(root, '.data');
    const first = await startCloud({ root, dataDirectory });
    await first.stop();
    const later = await startCloud({ root, dataDirectory });
    await later.stop();
    return [
      { name: 'first start', unit: 's', value: first.startSeconds },
      { name: 'later start', unit: 's', value: later.startSeconds },
    ];
  });
