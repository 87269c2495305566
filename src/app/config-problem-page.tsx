// The app does not know its backend.
import { CloudOff } from 'lucide-react';
import type { ConfigProblem } from '../cloud/amplify-config';
import { BeaconMark } from '../ui/beacon-mark';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';

const TITLES: Record<ConfigProblem, string> = {
  missing: 'No backend is connected yet',
  broken: 'The backend’s description cannot be read',
  unreachable: 'The server does not answer',
};

/** Says what is wrong with amplify_outputs.json and who can do what about it. */
export function ConfigProblemPage({ problem }: { problem: ConfigProblem }) {
  return (
    <main>
      <header className="flex items-center gap-2.5 px-6 py-4 font-semibold">
        <BeaconMark className="size-7" />
        Fleetlight
      </header>
      <MessagePage
        icon={CloudOff}
        title={TITLES[problem]}
        actions={
          <Button look="primary" onClick={() => window.location.reload()}>
            Try again
          </Button>
        }
      >
        {problem === 'unreachable' ? (
          <p>The page loaded, but the file that names its backend did not. Check the connection and try again.</p>
        ) : (
          <>
            <p>
              Fleetlight reads <code className="font-mono text-sm">/amplify_outputs.json</code> to find its backend, and
              {problem === 'missing' ? ' there is none.' : ' what is there is not such a file.'}
            </p>
            <ul className="flex flex-col gap-2 text-left text-sm">
              <li>
                <strong className="font-semibold text-ink">On a laptop:</strong> start everything with{' '}
                <code className="font-mono">npm start</code>, which writes the file.
              </li>
              <li>
                <strong className="font-semibold text-ink">On AWS:</strong> deploy the branch with Amplify Hosting; its
                backend step writes the file before the app is built. For a sandbox run{' '}
                <code className="font-mono">npx ampx sandbox</code>, then build again.
              </li>
            </ul>
          </>
        )}
      </MessagePage>
    </main>
  );
}
