// Stops the start: the deployed API uses something that the laptop does not execute.

/** The synthesized API needs a feature that does not run here. `where` names the template or resource, `what` the feature. */
export class UnsupportedApi extends Error {
  override name = 'UnsupportedApi';
  readonly resolution =
    'Use a supported feature in amplify/data, or add the missing one to local/appsync together with its test.';
  constructor(
    readonly where: string,
    readonly what: string,
  ) {
    super(`AppSync on the laptop does not support ${what} (in ${where}).`);
  }
}
