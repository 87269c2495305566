// A guess that needs no network and no library.

/**
 * Says whether the client library left tokens in this browser, so that the app behind the door can be loaded while the
 * session is still being checked. A wrong guess costs one download.
 */
export function wasSignedIn(): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith('CognitoIdentityServiceProvider.'));
  } catch {
    return false;
  }
}
