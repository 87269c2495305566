// Who is signed in, and as what. The access token says the groups, so a changed role shows when the token refreshes.
import { fetchAuthSession, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { createStore } from 'zustand/vanilla';
import type { Role } from '../../domain/people/person';
import { readRole } from './read-role';

/** `unreachable`: there are tokens, but they could not be refreshed because the network is away. */
export type Session =
  | { kind: 'checking' }
  | { kind: 'signedOut'; ended: boolean }
  | { kind: 'unreachable' }
  | { kind: 'signedIn'; username: string; email: string; role: Role | null };

/** The session in force; `startSession` fills it. */
export const sessionStore = createStore<Session>(() => ({ kind: 'checking' }));

/** Reads the session and follows sign-in, sign-out (in any tab) and token refresh from now on. Returns what stops it. */
export function startSession(): () => void {
  const stop = Hub.listen('auth', ({ payload }) => {
    switch (payload.event) {
      case 'signedIn':
      case 'tokenRefresh':
        void readSession(false);
        break;
      case 'signedOut':
        signedOut(false);
        break;
      case 'tokenRefresh_failure':
        if (isFinal(payload.data?.error)) signedOut(true);
        break;
    }
  });
  // The library keeps the tokens in the browser's storage and tells only its own tab when they go.
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === null || (key.endsWith('.accessToken') && newValue === null)) void readSession(false);
  };
  window.addEventListener('storage', onStorage);
  void readSession(false);
  return () => {
    stop();
    window.removeEventListener('storage', onStorage);
  };
}

/** Refreshes the tokens, so that a role given meanwhile takes effect. Resolves when the session store knows. */
export function refreshSession(): Promise<void> {
  return readSession(true);
}

/** Signs out and starts the app afresh, so that nothing of this person stays in memory. */
export async function leave(): Promise<void> {
  try {
    await signOut();
  } finally {
    window.location.assign('/');
  }
}

async function readSession(forceRefresh: boolean): Promise<void> {
  try {
    const { tokens } = await fetchAuthSession({ forceRefresh });
    if (!tokens) {
      signedOut(sessionStore.getState().kind === 'signedIn');
      return;
    }
    const access = tokens.accessToken.payload;
    const email = tokens.idToken?.payload.email;
    const next: Session = {
      kind: 'signedIn',
      username: typeof access.username === 'string' ? access.username : (access.sub ?? ''),
      email: typeof email === 'string' ? email : '',
      role: readRole(access['cognito:groups']),
    };
    if (!isSame(sessionStore.getState(), next)) sessionStore.setState(next, true);
  } catch {
    // Tokens are there but the network is not: whoever is signed in stays so.
    if (sessionStore.getState().kind !== 'signedIn') sessionStore.setState({ kind: 'unreachable' }, true);
  }
}

// The end of a session is told several times, by the failed refresh and by whoever wanted the tokens: it stays an end.
function signedOut(ended: boolean): void {
  const before = sessionStore.getState();
  sessionStore.setState({ kind: 'signedOut', ended: ended || (before.kind === 'signedOut' && before.ended) }, true);
}

function isSame(a: Session, b: Session): boolean {
  if (a.kind !== 'signedIn' || b.kind !== 'signedIn') return false;
  return a.username === b.username && a.email === b.email && a.role === b.role;
}

// A refresh that failed for want of a network is retried with the next request.
function isFinal(error: unknown): boolean {
  return !(error instanceof Error && error.name === 'NetworkError');
}
