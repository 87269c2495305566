// Whether a device is there: an icon and a word, never colour alone.
import { CircleCheck, CircleQuestionMark, CircleSlash, Hourglass, type LucideIcon } from 'lucide-react';
import type { Presence } from '../../../domain/presence/device-presence';
import { classNames } from '../../ui/class-names';

/** How each presence looks and reads. */
export const PRESENCE_LOOKS: Record<Presence, { label: string; icon: LucideIcon; ink: string }> = {
  online: { label: 'Online', icon: CircleCheck, ink: 'text-good' },
  offline: { label: 'Offline', icon: CircleSlash, ink: 'text-bad' },
  stale: { label: 'Stale', icon: Hourglass, ink: 'text-warn' },
  unknown: { label: 'Unknown', icon: CircleQuestionMark, ink: 'text-ink-soft' },
};

/** Presence as an icon with its word beside it. */
export function PresenceBadge({ presence, className }: { presence: Presence; className?: string }) {
  const { label, icon: Icon, ink } = PRESENCE_LOOKS[presence];
  return (
    <span className={classNames('live-value inline-flex items-center gap-1.5 text-sm font-medium', ink, className)}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {label}
    </span>
  );
}
