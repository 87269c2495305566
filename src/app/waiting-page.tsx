// Signed in, but not let in yet.
import { Hourglass } from 'lucide-react';
import { useEffect, useState } from 'react';
import { leave, refreshSession } from '../cloud/session';
import { BeaconMark } from '../ui/beacon-mark';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';
import { usePageTitle } from '../ui/use-page-title';

const CHECK_EVERY_MS = 30_000;

/** Asks every 30 seconds, and on request, whether an admin has given a role; the app opens by itself when one has. */
export function WaitingPage({ email }: { email: string }) {
  const [checking, setChecking] = useState(false);
  const [checked, setChecked] = useState(false);
  usePageTitle('Waiting to be let in');

  useEffect(() => {
    const timer = setInterval(() => void refreshSession(), CHECK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  async function check() {
    setChecking(true);
    setChecked(false);
    await refreshSession();
    setChecking(false);
    setChecked(true);
  }

  return (
    <main>
      <header className="flex items-center gap-2.5 px-6 py-4 font-semibold">
        <BeaconMark className="size-7" />
        Fleetlight
      </header>
      <MessagePage
        icon={Hourglass}
        title="An admin has to let you in"
        actions={
          <>
            <Button look="primary" busy={checking} onClick={() => void check()}>
              {checking ? 'Checking…' : 'Check again'}
            </Button>
            <Button onClick={() => void leave()}>Sign out</Button>
          </>
        }
      >
        <p>
          You are signed in as <strong className="font-semibold text-ink">{email}</strong>. Tell an admin of this fleet
          that you are waiting: they find you under People. This page checks every 30 seconds and opens by itself.
        </p>
        <p role="status" className="min-h-6 text-sm">
          {checked && !checking ? 'Nobody has let you in yet.' : ''}
        </p>
      </MessagePage>
    </main>
  );
}
