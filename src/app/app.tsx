// From nothing to the shell: configuration, session, role. Each step that is not there yet is a page of its own; the
// address stays, so that a deep link survives sign-in and approval.
import { WifiOff } from 'lucide-react';
import { lazy, Suspense, use, useEffect } from 'react';
import { useStore } from 'zustand';
import type { ConfigResult } from '../cloud/amplify-config';
import { refreshSession, sessionStore, startSession } from '../cloud/session';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';
import { ConfigProblemPage } from './config-problem-page';
import { ErrorBoundary } from './error-boundary';
import { loadSignedInApp } from './load-signed-in-app';
import { StartingPage } from './starting-page';
import { WaitingPage } from './waiting-page';

// Sign-in brings a library of its own, and so does what lies behind it: each person loads the one they need.
const SignInPage = lazy(() => import('./sign-in-page'));
const SignedInApp = lazy(loadSignedInApp);

interface AppProps {
  configured: Promise<ConfigResult>;
}

/** The whole app. */
export function App({ configured }: AppProps) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<StartingPage />}>
        <Configured configured={configured} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Configured({ configured }: AppProps) {
  const result = use(configured);
  return result.ok ? <SignedIn /> : <ConfigProblemPage problem={result.problem} />;
}

function SignedIn() {
  useEffect(startSession, []);
  const session = useStore(sessionStore);
  switch (session.kind) {
    case 'checking':
      return <StartingPage />;
    case 'signedOut':
      return <SignInPage ended={session.ended} />;
    case 'unreachable':
      return (
        <main>
          <MessagePage
            icon={WifiOff}
            title="No connection"
            actions={
              <Button look="primary" onClick={() => void refreshSession()}>
                Try again
              </Button>
            }
          >
            <p>Your session could not be renewed because the server did not answer. You are still signed in.</p>
          </MessagePage>
        </main>
      );
    case 'signedIn':
      return session.role === null ? <WaitingPage email={session.email} /> : <SignedInApp />;
  }
}
