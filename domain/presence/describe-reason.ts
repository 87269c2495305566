// Why a connection began or ended, in words. The codes are those of AWS IoT Core's lifecycle events (disconnectReason).

const REASONS: Record<string, string> = {
  connected: 'connected',
  heard: 'it is heard',
  silent: 'nothing was heard of it',
  API_INITIATED_DISCONNECT: 'an admin disconnected it',
  AUTH_ERROR: 'its certificate was not accepted',
  CLIENT_INITIATED_DISCONNECT: 'it said goodbye',
  CLIENT_ERROR: 'it broke the protocol',
  CONNECTION_LOST: 'the connection broke',
  DUPLICATE_CLIENTID: 'another connection took its name',
  FORBIDDEN_ACCESS: 'it tried what its policy forbids',
  MQTT_KEEP_ALIVE_TIMEOUT: 'it fell silent',
  SERVER_ERROR: 'the broker had an error',
  SERVER_INITIATED_DISCONNECT: 'the broker disconnected it',
  THROTTLED: 'it sent too much',
  WEBSOCKET_TTL_EXPIRATION: 'the connection reached its longest life',
  CUSTOMAUTH_TTL_EXPIRATION: 'its authorization expired',
};

/** Returns why, as the end of a sentence; a code that is not known is written as it came, without shouting. */
export function describeReason(reason: string): string {
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason] ?? reason;
  return reason === '' || reason === 'UNKNOWN' ? 'no reason was given' : reason.toLowerCase().replaceAll('_', ' ');
}
