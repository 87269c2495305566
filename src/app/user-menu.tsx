// Whose session it is, how the app looks, an admin's settings, and the way out.
import { CircleUserRound, LogOut, MessageSquare } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { useStore } from 'zustand';
import { leave, sessionStore } from '../cloud/session';
import { Button } from '../ui/button';
import { Segmented } from '../ui/segmented';
import { chooseTheme, themeChoice } from '../ui/theme-choice';
import { chooseZone, zoneChoice } from '../ui/time-zone';

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const ZONES = [
  { value: 'browser', label: 'This browser' },
  { value: 'utc', label: 'UTC' },
] as const;

/** A button that opens a panel with the account, the theme, the time zone, an admin's settings and sign-out. */
export function UserMenu() {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);

  return (
    <div ref={root} className="relative">
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={panelId}
        aria-label="Account and settings"
        onClick={() => setOpen(!open)}
        className="grid size-10 place-items-center rounded-full text-ink-soft hover:bg-raised hover:text-ink"
      >
        <CircleUserRound aria-hidden className="size-5.5" strokeWidth={1.75} />
      </button>
      <div id={panelId} hidden={!open}>
        {open && <Panel onLeave={() => setOpen(false)} />}
      </div>
    </div>
  );
}

function Panel({ onLeave }: { onLeave: () => void }) {
  const session = useStore(sessionStore);
  const theme = useStore(themeChoice, (state) => state.theme);
  const zone = useStore(zoneChoice, (state) => state.zone);
  return (
    <section
      aria-label="Account and settings"
      className="absolute top-12 right-0 z-30 flex w-72 flex-col gap-5 rounded-lg border border-line bg-surface p-5 shadow-float"
    >
      {session.kind === 'signedIn' && (
        <div className="text-sm">
          <p className="font-medium">{session.email}</p>
          <p className="text-ink-soft first-letter:uppercase">{session.role}</p>
        </div>
      )}
      <Segmented label="Theme" value={theme} choices={THEMES} onChange={chooseTheme} />
      <Segmented label="Times in" value={zone} choices={ZONES} onChange={chooseZone} />
      {session.kind === 'signedIn' && session.role === 'admin' && (
        <Link
          to="/settings/discord"
          onClick={onLeave}
          className="inline-flex items-center gap-2 rounded-md text-sm font-medium text-accent underline underline-offset-2"
        >
          <MessageSquare aria-hidden className="size-4" />
          Discord
        </Link>
      )}
      <Button onClick={() => void leave()}>
        <LogOut aria-hidden className="size-4" />
        Sign out
      </Button>
    </section>
  );
}
