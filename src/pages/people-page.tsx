// Who may use the dashboard, and as what. For admins.
import { MotionConfig } from 'framer-motion';
import { ShieldAlert } from 'lucide-react';
import { useStore } from 'zustand';
import { inWords } from '../cloud/cloud-error';
import { linkStore } from '../cloud/link';
import { sessionStore } from '../cloud/session';
import { isWaiting } from '../features/people/order-people';
import { PersonRow } from '../features/people/person-row';
import { usePeople } from '../features/people/use-people';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';
import { Notice } from '../ui/notice';
import { usePageTitle } from '../ui/use-page-title';

/** `/settings/people`. */
export default function PeoplePage() {
  usePageTitle('People');
  const isAdmin = useStore(sessionStore, (session) => session.kind === 'signedIn' && session.role === 'admin');
  if (isAdmin) return <PeopleList />;
  return (
    <MessagePage icon={ShieldAlert} title="Only admins manage people">
      <p>Your role lets you see the fleet, but not who else may. Ask an admin to change a role for you.</p>
    </MessagePage>
  );
}

function PeopleList() {
  const { people, failure, replace, refetch } = usePeople();
  const self = useStore(sessionStore, (session) => (session.kind === 'signedIn' ? session.username : ''));
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');
  const waiting = people?.filter(isWaiting).length ?? 0;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-xl font-semibold">People</h1>
        {waiting > 0 && (
          <p className="text-sm font-medium text-warn">
            {waiting === 1 ? 'One person waits' : `${waiting} people wait`} to be let in
          </p>
        )}
      </div>
      <p className="max-w-2xl text-sm text-ink-soft">
        A viewer sees the fleet, an operator also registers devices and settles dead letters, an admin also lets people
        in and removes devices. A change of role takes effect when the person’s token refreshes: within the hour, or at
        once when they press “Check again” or sign in anew.
      </p>
      {failure !== null && (
        <Notice tone="bad" action={<Button onClick={refetch}>Try again</Button>}>
          The list could not be fetched. {inWords(failure)}
        </Notice>
      )}
      {people === null && failure === null && (
        <div role="status" aria-label="Loading people" className="skeleton h-48" />
      )}
      {people && (
        <MotionConfig reducedMotion="user">
          <ul aria-label="People" className="rounded-lg border border-line bg-surface">
            {people.map((person) => (
              <PersonRow
                key={person.username}
                person={person}
                isSelf={person.username === self}
                disabled={lost}
                onChanged={replace}
              />
            ))}
          </ul>
        </MotionConfig>
      )}
    </div>
  );
}
