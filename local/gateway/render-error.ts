// Errors as AWS's clients read them: in the body for the JSON protocols, in a header for REST-JSON (Smithy: "AWS JSON 1.1
// protocol" and "AWS restJson1 protocol", error serialization).
import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError, AwsResponse } from './aws-service';

/** Returns the answer for `error` in the protocol of the request, which its X-Amz-Target and Content-Type tell. */
export function renderError(error: AwsError, headers: IncomingHttpHeaders): AwsResponse {
  const { code, message, status } = error;
  if (headers['x-amz-target'] === undefined) {
    return {
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: JSON.stringify({ message }),
    };
  }
  const version = headers['content-type']?.startsWith('application/x-amz-json-1.0') ? '1.0' : '1.1';
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}
