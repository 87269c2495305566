// Errors as AWS's clients read them: in the body for the JSON protocols, in a header for REST-JSON (Smithy: "AWS JSON 1.1
// protocol" and "AWS restJson1 protocol", error serialization), in XML and by names of its own for S3.
import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError, AwsResponse } from './aws-service';
import { parseAuthorization } from './parse-authorization';
import { xmlText } from './xml';

// What the gateway refuses, in S3's words (S3 API reference, "Error responses").
const S3_CODES = new Map([
  ['AccessDeniedException', 'AccessDenied'],
  ['ExpiredTokenException', 'ExpiredToken'],
  ['IncompleteSignatureException', 'AuthorizationHeaderMalformed'],
  ['InternalFailure', 'InternalError'],
  ['InvalidSignatureException', 'SignatureDoesNotMatch'],
  ['RequestEntityTooLargeException', 'EntityTooLarge'],
  ['ServiceUnavailableException', 'ServiceUnavailable'],
  ['UnrecognizedClientException', 'InvalidAccessKeyId'],
]);

/**
 * Returns the answer for `error` in the protocol of the request, which its X-Amz-Target and Content-Type tell, or that it
 * is signed for S3.
 */
export function renderError(error: AwsError, headers: IncomingHttpHeaders): AwsResponse {
  const { code, message, status } = error;
  if (headers['x-amz-target'] === undefined) {
    if (parseAuthorization(headers.authorization)?.scope.service === 's3') return renderXml(error);
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

function renderXml({ code, message, status }: AwsError): AwsResponse {
  const error = `<Error><Code>${xmlText(S3_CODES.get(code) ?? code)}</Code><Message>${xmlText(message)}</Message></Error>`;
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${error}`,
  };
}
