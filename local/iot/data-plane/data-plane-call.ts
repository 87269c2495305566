// One request to the data plane: what its caller must be allowed, and what it does.
import { AwsError, type AwsRequest, type AwsResponse, type NeededPermission } from '../../gateway/aws-service';

export interface DataPlaneCall {
  permission: NeededPermission;
  run(): Promise<AwsResponse>;
}

/** Returns the answer with a JSON body. */
export function jsonAnswer(body: object): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * Returns how much of a list is asked for: up to `size` of what comes after the key `after`. `sizeName` is the query's
 * name for the size. Throws InvalidRequestException.
 */
export function pageOf(request: AwsRequest, sizeName: string, maximum: number): { size: number; after: string } {
  const size = Number(request.query.get(sizeName) ?? Math.min(25, maximum));
  if (!Number.isInteger(size) || size < 1 || size > maximum) {
    throw new AwsError('InvalidRequestException', `${sizeName} is a whole number from 1 to ${maximum}.`, 400);
  }
  return { size, after: Buffer.from(request.query.get('nextToken') ?? '', 'base64url').toString('utf8') };
}

/** Returns the token of the next page, for an answer that ends with `last`, or nothing when there is no next page. */
export function nextToken(last: string | undefined, isMore: boolean): { nextToken?: string } {
  return isMore && last !== undefined ? { nextToken: Buffer.from(last).toString('base64url') } : {};
}
