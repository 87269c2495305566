// One person with what an admin can change.
import { motion } from 'framer-motion';
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import type { Person, Role } from '../../../domain/people/person';
import { inWords } from '../../cloud/cloud-error';
import { setPersonEnabled, setPersonRole } from '../../cloud/people';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { isWaiting } from './order-people';
import { type Change, consequence, needsConfirmation, ROLE_WORDS } from './person-change';

interface PersonRowProps {
  person: Person;
  /** True for the admin who looks at the page. */
  isSelf: boolean;
  /** True while the link is lost. */
  disabled: boolean;
  onChanged: (person: Person) => void;
}

/** Shows a person; a change shows only after the server confirmed it. Nobody is offered to change their own access. */
export function PersonRow({ person, isSelf, disabled, onChanged }: PersonRowProps) {
  const [asked, setAsked] = useState<Change | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function apply(change: Change) {
    setBusy(true);
    setFailure(null);
    try {
      onChanged(
        change.kind === 'role'
          ? await setPersonRole(person.username, change.role)
          : await setPersonEnabled(person.username, change.enabled),
      );
      setAsked(null);
    } catch (thrown) {
      setFailure(thrown);
      setAsked(null);
    } finally {
      setBusy(false);
    }
  }

  function request(change: Change) {
    if (needsConfirmation(person, change)) setAsked(change);
    else void apply(change);
  }

  return (
    // Who was let in moves out of the waiting ones: the motion says where to.
    <motion.li
      layout="position"
      transition={{ duration: 0.25 }}
      className="flex flex-col gap-3 border-t border-line px-4 py-3.5 first:border-t-0"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{person.email || person.username}</span>
            {isSelf && <Badge>you</Badge>}
            {isWaiting(person) && (
              <Badge tone="warn">
                <Hourglass aria-hidden className="size-3" />
                waiting
              </Badge>
            )}
            {!person.enabled && <Badge tone="bad">disabled</Badge>}
            {person.status !== 'CONFIRMED' && <Badge>{person.status.toLowerCase().replaceAll('_', ' ')}</Badge>}
          </div>
          {person.createdAt > 0 && (
            <p className="text-sm text-ink-soft">
              signed up <Moment atMs={person.createdAt} shape="day" />
            </p>
          )}
        </div>
        {isSelf ? (
          <p className="text-sm text-ink-soft">
            <span className="text-ink">{person.role && ROLE_WORDS[person.role]}</span> · only another admin can change
            it
          </p>
        ) : (
          <div className="flex items-center gap-2">
            <select
              aria-label={`Role of ${person.email || person.username}`}
              value={person.role ?? ''}
              disabled={busy || disabled}
              onChange={(event) => request({ kind: 'role', role: roleOf(event.target.value) })}
              className="min-h-9 rounded-md border border-line-strong bg-surface px-2.5 text-sm disabled:opacity-60"
            >
              <option value="">No role</option>
              {Object.entries(ROLE_WORDS).map(([role, words]) => (
                <option key={role} value={role}>
                  {words}
                </option>
              ))}
            </select>
            <Button
              busy={busy}
              disabled={disabled}
              onClick={() => request({ kind: 'enabled', enabled: !person.enabled })}
            >
              {person.enabled ? 'Disable' : 'Enable'}
            </Button>
          </div>
        )}
      </div>
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
      {asked && (
        <ConfirmDialog
          {...consequence(person, asked)}
          danger
          busy={busy}
          onConfirm={() => void apply(asked)}
          onCancel={() => setAsked(null)}
        >
          <p>{consequence(person, asked).text}</p>
        </ConfirmDialog>
      )}
    </motion.li>
  );
}

function roleOf(text: string): Role | null {
  return text === 'viewer' || text === 'operator' || text === 'admin' ? text : null;
}
