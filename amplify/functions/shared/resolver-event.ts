// What the API gives a function that answers one of its operations.

/** The event of a function resolver, as Amplify's request template makes it. */
export interface ResolverEvent<Arguments> {
  typeName: string;
  fieldName: string;
  arguments: Arguments;
  /** Who asks: a user pool's user name; null or without one when it is no person. */
  identity?: { username?: string } | null;
}
