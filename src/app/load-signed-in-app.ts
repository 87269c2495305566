// Loads the app behind the door; one promise however often it is asked.

/** Loads the code of the signed-in app. The browser keeps it: a second call costs nothing. */
export function loadSignedInApp(): Promise<typeof import('./signed-in-app')> {
  return import('./signed-in-app');
}
