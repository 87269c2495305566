// What is wrong, in words.
import { describeReason } from '../../../../domain/presence/describe-reason';
import { formatNumber } from '../../../ui/format-number';
import type { Concern } from './concerns';

/** Returns a concern in a few words and, where there is more to say, why. */
export function describeConcern({ kind, value, reason }: Concern): { what: string; why: string | null } {
  switch (kind) {
    case 'offline':
      return { what: 'Offline', why: reason === null ? null : describeReason(reason) };
    case 'stale':
      return { what: 'Silent', why: 'connected, but its readings stay away' };
    case 'batteryCritical':
      return { what: `Battery critical, ${value}\u00a0%`, why: null };
    case 'batteryLow':
      return { what: `Battery low, ${value}\u00a0%`, why: null };
    case 'signalWeak':
      return { what: `Signal weak, ${formatNumber(Number(value))}\u00a0dBm`, why: null };
    case 'rejects':
      return { what: value === 1 ? '1 payload rejected' : `${value} payloads rejected`, why: 'in the last hour' };
  }
}
