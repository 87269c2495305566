// Writes small cloud assemblies for tests.
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from './template';

/** Returns the asset key that a fixture gives to `content`. */
export const assetKey = (content: string, extension: string) =>
  `${createHash('sha256').update(content).digest('hex')}.${extension}`;

/** Returns the TemplateURL of a nested template in a fixture. */
export const nestedUrl = (nested: Template) => ({
  'Fn::Join': [
    '',
    ['https://s3.', { Ref: 'AWS::Region' }, '.amazonaws.com/assets/', assetKey(JSON.stringify(nested), 'json')],
  ],
});

/** Writes an assembly of `root` with `assets` (content and extension) into a new temporary folder and returns its path. */
export function writeAssembly(root: Template, assets: readonly { content: string; extension: string }[] = []): string {
  const directory = mkdtempSync(join(tmpdir(), 'fleetlight-assembly-'));
  const files = Object.fromEntries(
    assets.map(({ content, extension }) => {
      const objectKey = assetKey(content, extension);
      writeFileSync(join(directory, `asset.${objectKey}`), content);
      return [objectKey, { source: { path: `asset.${objectKey}` }, destinations: { here: { objectKey } } }];
    }),
  );
  writeFileSync(join(directory, 'root.assets.json'), JSON.stringify({ files }));
  writeFileSync(join(directory, 'root.template.json'), JSON.stringify(root));
  const artifacts = {
    root: { type: 'aws:cloudformation:stack', properties: { templateFile: 'root.template.json' } },
    'root.assets': { type: 'cdk:asset-manifest', properties: { file: 'root.assets.json' } },
  };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts }));
  return directory;
}
