// What the local cloud knows of the synthesized backend: its resources with every intrinsic resolved. The services read
// their own share from it; nothing else tells them what to run.

export const ACCOUNT_ID = '000000000000';
export const REGION = 'eu-central-1';

/** One CloudFormation resource, with concrete local values in place of intrinsics. */
export interface AssemblyResource {
  logicalId: string;
  type: string;
  properties: Record<string, unknown>;
  /** What `Ref` gives: a name, URL or id, as CloudFormation documents for the type. */
  ref: string;
  /** What `GetAtt Arn` gives; empty for types without one. */
  arn: string;
}

/** The whole backend. */
export interface Assembly {
  /** Absolute path of the cloud assembly's folder. */
  directory: string;
  resources: readonly AssemblyResource[];
  ofType(type: string): AssemblyResource[];
  /** The file or folder of an asset, from the S3 key or URL that a property names. */
  assetPath(keyOrUrl: string): string;
  /** Text of an asset. */
  assetText(keyOrUrl: string): string;
  /** The root stack's outputs, resolved: what amplify_outputs.json is made from. */
  outputs: Record<string, unknown>;
}
