// Answers in the AWS JSON 1.1 protocol, in which a time is a number of seconds.
import type { AwsResponse } from '../gateway/aws-service';

/** Serializes an answer; dates become epoch seconds with a fraction. */
export function jsonAnswer(answer: object): AwsResponse {
  const body = JSON.stringify(answer, function (this: Record<string, unknown>, key, value: unknown) {
    // JSON.stringify has turned a date into text by now; the object still has it.
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
}
