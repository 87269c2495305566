// A line of a device's timeline in words.
import { describeReason } from '../../../domain/presence/describe-reason';
import type { DeviceEvent } from '../../../domain/timeline/device-event';

/** Returns a heading and, where there is more to say, an explanation. */
export function describeEvent(event: DeviceEvent): { title: string; explanation: string | null } {
  switch (event.kind) {
    case 'connected':
      return { title: 'Connected', explanation: null };
    case 'disconnected':
      return { title: 'Disconnected', explanation: sentence(describeReason(text(event.detail.reason))) };
    case 'silent':
      return { title: 'Fell silent', explanation: 'Nothing was heard for longer than it may be silent.' };
    case 'heard':
      return { title: 'Heard', explanation: 'Readings say that it is there.' };
    case 'presenceRepaired':
      return {
        title: `Presence corrected: ${text(event.detail.presence) || 'unknown'}`,
        explanation: `It had been shown as ${text(event.detail.was) || 'unknown'}, and no event would have said otherwise.`,
      };
    case 'connectFailed': {
      const title = event.count > 1 ? `${event.count} connections refused` : 'Connection refused';
      return { title, explanation: 'Somebody used its name without permission.' };
    }
    case 'payloadRejected': {
      const times = event.count > 1 ? `${event.count} payloads rejected` : 'Payload rejected';
      return { title: times, explanation: text(event.detail.problem) || text(event.detail.reason) || null };
    }
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
