// What the template says of a delivery stream, read into units, with the service's defaults.
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import { asRecord } from '../assembly/json-record';
import { trustsService } from '../gateway/role-trust';
import { declaredBuckets } from '../s3/declared-buckets';
import { DESTINATION_PROPERTIES, FIREHOSE_CLAIMS } from './claims';
import { compilePrefix, type Prefix, PrefixError } from './prefix';
import { StreamRefusedError } from './stream-refused-error';

// [a-zA-Z0-9_.-]+ (CreateDeliveryStream). A name is a folder here, so dots alone are none.
const NAME = /^(?!\.+$)[\w.-]{1,64}$/;

/** A delivery stream's configuration. */
export interface StreamSettings {
  name: string;
  arn: string;
  bucketName: string;
  bucketArn: string;
  roleArn: string;
  /** An object is written once its records have this many bytes, before compression, or have waited this long. */
  bufferBytes: number;
  bufferMs: number;
  compression: 'UNCOMPRESSED' | 'GZIP';
  prefix: Prefix;
}

/** Returns the settings of every delivery stream in the assembly. Throws StreamRefusedError. */
export function streamSettings(assembly: Assembly): StreamSettings[] {
  return FIREHOSE_CLAIMS.flatMap(({ type }) => assembly.ofType(type)).map((resource) => readStream(resource, assembly));
}

function readStream({ logicalId, properties, ref: name, arn }: AssemblyResource, assembly: Assembly): StreamSettings {
  const refuse = (problem: string) => new StreamRefusedError(logicalId, problem);
  if (!NAME.test(name))
    throw refuse(`its name ${JSON.stringify(name)} is not one that Firehose and a folder may have.`);
  const { DeliveryStreamType: type = 'DirectPut' } = properties;
  if (type !== 'DirectPut') throw refuse(`the source ${type} is not supported.`);
  const { ExtendedS3DestinationConfiguration: extended, S3DestinationConfiguration: plain } = properties;
  const destination = asRecord(extended ?? plain);
  if (!destination || (extended !== undefined && plain !== undefined)) throw refuse('it needs one S3 destination.');
  const known: readonly string[] = DESTINATION_PROPERTIES;
  const unknown = Object.keys(destination).find(
    (property) => !known.includes(property) && !isOff(property, destination),
  );
  if (unknown !== undefined) throw refuse(`its destination's ${unknown} is not supported.`);

  const { BucketARN, RoleARN, Prefix: prefix = '', ErrorOutputPrefix: errorPrefix } = destination;
  const bucket = declaredBuckets(assembly).find((each) => each.arn === BucketARN);
  if (!bucket) throw refuse(`its bucket ${BucketARN} is none of the backend's.`);
  const roleArn = String(RoleARN);
  // CreateDeliveryStream: "Firehose is unable to assume role".
  if (!trustsService(assembly, roleArn, 'firehose.amazonaws.com', arn)) {
    throw refuse(`its role ${roleArn} does not trust firehose.amazonaws.com.`);
  }
  const compression = destination.CompressionFormat ?? 'UNCOMPRESSED';
  if (compression !== 'UNCOMPRESSED' && compression !== 'GZIP') throw refuse(`${compression} is not supported.`);
  // Ranges and defaults: Firehose API reference, BufferingHints.
  const hints = asRecord(destination.BufferingHints ?? {}) ?? {};
  const hint = (property: string, otherwise: number, least: number, most: number) => {
    const value = Number(hints[property] ?? otherwise);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw refuse(`its ${property} is from ${least} to ${most}.`);
  };
  try {
    return {
      name,
      arn,
      bucketName: bucket.ref,
      bucketArn: bucket.arn,
      roleArn,
      bufferBytes: hint('SizeInMBs', 5, 1, 128) * 1024 * 1024,
      bufferMs: hint('IntervalInSeconds', 300, 0, 900) * 1000,
      compression,
      prefix: compilePrefix(String(prefix), errorPrefix === undefined ? undefined : String(errorPrefix)),
    };
  } catch (error) {
    throw error instanceof PrefixError ? refuse(error.message) : error;
  }
}

/** A feature that is named only to say that it is not used. */
function isOff(property: string, destination: Record<string, unknown>): boolean {
  const value = destination[property];
  return property === 'S3BackupMode' ? value === 'Disabled' : asRecord(value)?.Enabled === false;
}
