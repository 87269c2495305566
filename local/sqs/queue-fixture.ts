// Queues in temporary folders, for tests.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT_ID, type Assembly, type AssemblyResource, REGION } from '../assembly/assembly';

/** A new folder for one test's data. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'fleetlight-'));
}

/** An assembly of these resources alone. */
export function assemblyOf(directory: string, resources: AssemblyResource[]): Assembly {
  return {
    directory,
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    assetPath: (key) => join(directory, key),
    assetText: () => '',
    outputs: {},
  };
}

/** The ARN that a queue of this name has here. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;
}

/** A queue as the assembly holds it. */
export function queueResource(name: string, properties: Record<string, unknown> = {}): AssemblyResource {
  return {
    logicalId: name,
    type: 'AWS::SQS::Queue',
    properties,
    ref: `http://127.0.0.1:4701/${ACCOUNT_ID}/${name}`,
    arn: queueArn(name),
  };
}
