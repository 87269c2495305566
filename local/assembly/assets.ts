// The files that a deployment would upload, found by the S3 key that the template names.
import { readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** Assets of a cloud assembly. */
export interface Assets {
  /** Absolute path of the file or folder behind an S3 key, `s3://` URI or S3 URL. Throws UnknownAssetError. */
  path(keyOrUrl: string): string;
  /** Its text. Throws UnknownAssetError, also when the asset is a folder. */
  text(keyOrUrl: string): string;
}

/** The template names an asset that the assembly does not hold. */
export class UnknownAssetError extends Error {
  override name = 'UnknownAssetError';
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

/** Reads the asset manifests `manifestFiles` (names inside `directory`). */
export function readAssets(directory: string, manifestFiles: readonly string[]): Assets {
  const root = resolve(directory);
  const paths = new Map<string, string>();
  for (const file of manifestFiles) {
    const manifest: AssetManifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
    for (const asset of Object.values(manifest.files ?? {})) {
      if (asset.source.path === undefined) continue;
      for (const { objectKey } of Object.values(asset.destinations)) {
        paths.set(objectKey, resolve(root, asset.source.path));
      }
    }
  }
  const path = (keyOrUrl: string) => {
    const found = paths.get(objectKeyOf(keyOrUrl));
    if (found === undefined) throw new UnknownAssetError(`The assembly has no asset "${keyOrUrl}".`);
    if (!found.startsWith(root + sep))
      throw new UnknownAssetError(`The asset "${keyOrUrl}" lies outside the assembly.`);
    return found;
  };
  const text = (keyOrUrl: string) => {
    const found = path(keyOrUrl);
    if (!statSync(found).isFile()) throw new UnknownAssetError(`The asset "${keyOrUrl}" is a folder, not a text.`);
    return readFileSync(found, 'utf8');
  };
  return { path, text };
}

// `s3://bucket/key` and `https://s3.region.amazonaws.com/bucket/key` both name the bucket first.
function objectKeyOf(keyOrUrl: string): string {
  const inBucket = /^s3:\/\/[^/]+\/(.+)$/.exec(keyOrUrl) ?? /^https:\/\/s3[^/]*\/[^/]+\/(.+)$/.exec(keyOrUrl);
  return inBucket?.[1] ?? keyOrUrl;
}
