// What a destination is told of an event that was given up (AWS Lambda: capturing records of asynchronous invocations).
import { randomUUID } from 'node:crypto';
import { FunctionError, type GivenUp } from '../settings/ports';

/** Returns the record as JSON text; `at` is epoch ms. */
export function failureRecord(functionArn: string, { event, tries, error, condition }: GivenUp, at: number): string {
  const errorType = error instanceof FunctionError ? error.errorType : 'Error';
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: tries,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType, errorMessage: error instanceof Error ? error.message : String(error) },
  });
}
