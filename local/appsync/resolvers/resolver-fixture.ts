// A context and an invocation for tests of resolver code.
import { ManualClock } from '../../settings/manual-clock';
import type { Caller } from '../authenticate/caller';
import type { Invocation, ResolverContext } from './resolver-context';

const PERSON: Caller = {
  mode: 'userPool',
  authType: 'User Pool Authorization',
  groups: ['viewer'],
  expiresAt: null,
  identity: { username: 'ada', claims: { 'cognito:groups': ['viewer'] } },
};

/** Returns a context with changes, and an invocation by a viewer at 2026-01-02T03:04:05Z. */
export function resolverSetting(changes: Partial<ResolverContext> = {}): {
  context: ResolverContext;
  invocation: Invocation;
} {
  return {
    context: {
      arguments: {},
      source: null,
      identity: PERSON.identity,
      request: { headers: { host: 'local' }, domainName: null },
      stash: {},
      prev: { result: null },
      result: null,
      error: null,
      info: {
        fieldName: 'f',
        parentTypeName: 'Query',
        variables: {},
        selectionSetList: ['a', 'a/b'],
        selectionSetGraphQL: '{ a { b } }',
      },
      ...changes,
    },
    invocation: {
      scope: { caller: PERSON, headers: {}, mayCall: () => true, appended: [], filter: undefined },
      path: ['f'],
      clock: new ManualClock(Date.UTC(2026, 0, 2, 3, 4, 5)),
    },
  };
}
