import { describe, expect, it } from 'vitest';
import { CloudError, toCloudError } from './cloud-error';

/** As the client library tells of it. */
function refusedSubscription(error: object) {
  return { errors: [{ message: `Connection failed: ${JSON.stringify({ errors: [error] })}` }] };
}

describe('toCloudError', () => {
  it.each([
    [
      { data: {}, errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access listDevices' }] },
      'notAllowed',
    ],
    [{ errors: [{ message: 'Unauthorized' }] }, 'notAllowed'],
    [{ error: { errors: [{ message: 'Unauthorized' }] } }, 'notAllowed'],
    [{ errors: [{ message: 'Network Error' }] }, 'network'],
    [new TypeError('Failed to fetch'), 'network'],
    [{ errors: [{ message: 'No current user' }] }, 'signedOut'],
    [{ errors: [{ errorType: 'Lambda:Unhandled', message: 'The person does not exist.' }] }, 'refused'],
    [refusedSubscription({ errorType: 'UnauthorizedException', message: 'Token invalid' }), 'notAllowed'],
    [refusedSubscription({ errorType: 'MaxSubscriptionsReachedError', message: 'Too many' }), 'refused'],
    [refusedSubscription({ message: 'Connection handshake error' }), 'network'],
    [{ errors: [{ message: 'Connection failed: {cut' }] }, 'network'],
    ['boom', 'refused'],
    [null, 'refused'],
    [undefined, 'refused'],
  ])('reads %j as %s', (thrown, kind) => {
    expect(toCloudError(thrown).kind).toBe(kind);
  });

  it('keeps the server’s own sentence for a refusal', () => {
    const error = toCloudError({ errors: [{ message: 'The last admin cannot be disabled.' }] });
    expect(error.message).toBe('The server refused this. (The last admin cannot be disabled.)');
  });

  it('passes its own kind through', () => {
    const error = new CloudError('network');
    expect(toCloudError(error)).toBe(error);
  });
});
