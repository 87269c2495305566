// The pipeline itself: what it refused, and what it could not handle.
import { useStore } from 'zustand';
import { linkStore } from '../cloud/link';
import { sessionStore } from '../cloud/session';
import { devicePath } from '../features/fleet/device-path';
import { DeadLetterList } from '../features/health/dead-letter-list';
import { RejectList } from '../features/health/reject-list';
import { RepairNotes } from '../features/health/repair-notes';
import { usePageTitle } from '../ui/use-page-title';

/** `/health`. */
export default function HealthPage() {
  usePageTitle('Health');
  const role = useStore(sessionStore, (session) => (session.kind === 'signedIn' ? session.role : null));
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-8">
      <h1 className="text-xl font-semibold">Health</h1>
      <RejectList pathOf={devicePath} />
      <RepairNotes pathOf={devicePath} />
      {role === 'admin' || role === 'operator' ? (
        <DeadLetterList pathOf={devicePath} disabled={lost} />
      ) : (
        <section aria-labelledby="dead-letters" className="flex flex-col gap-3">
          <h2 id="dead-letters" className="text-lg font-semibold">
            Dead letters
          </h2>
          <p className="text-sm text-ink-soft">
            Messages that could not be handled hold what devices sent: operators and admins see them here.
          </p>
        </section>
      )}
    </div>
  );
}
