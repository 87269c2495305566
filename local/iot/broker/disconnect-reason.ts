// Why a connection ended, in AWS IoT's words (AWS IoT Core: lifecycle events, disconnectReason).

export type DisconnectReason =
  | 'API_INITIATED_DISCONNECT'
  | 'AUTH_ERROR'
  | 'CLIENT_ERROR'
  | 'CLIENT_INITIATED_DISCONNECT'
  | 'CONNECTION_LOST'
  | 'DUPLICATE_CLIENTID'
  | 'FORBIDDEN_ACCESS'
  | 'MQTT_KEEP_ALIVE_TIMEOUT'
  | 'SERVER_ERROR'
  | 'SERVER_INITIATED_DISCONNECT';

/**
 * Returns what an error on a connection means: the network's (Node gives those a system call), or a packet that the
 * protocol does not allow.
 */
export function reasonOfError(error: Error): DisconnectReason {
  return 'syscall' in error || 'code' in error ? 'CONNECTION_LOST' : 'CLIENT_ERROR';
}
