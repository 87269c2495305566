// What AWS IoT Core's message broker accepts (AWS General Reference: AWS IoT Core message broker and protocol limits).

export interface ProtocolLimits {
  payloadBytes: number;
  clientIdBytes: number;
  topicBytes: number;
  /** Forward slashes in a topic or filter; the first three segments of Basic Ingest do not count. */
  topicSlashes: number;
  /** A shorter keep-alive is taken for this one. */
  minimumKeepAliveSeconds: number;
  /** Zero, and anything longer, is taken for this one. */
  maximumKeepAliveSeconds: number;
  /** Messages of one client that may wait for their acknowledgement; beyond, nothing is read from it. */
  unacknowledgedPublishes: number;
  /** What may wait in one persistent session; a message beyond it is dropped. */
  queuedBytesPerSession: number;
  /** How long a client may take for the TLS handshake, and again for its CONNECT. */
  connectTimeoutMs: number;
  /** How long a subscriber may leave its socket full before it is dropped. */
  drainTimeoutMs: number;
}

export const AWS_LIMITS: ProtocolLimits = {
  payloadBytes: 128 * 1024,
  clientIdBytes: 128,
  topicBytes: 256,
  topicSlashes: 7,
  minimumKeepAliveSeconds: 30,
  maximumKeepAliveSeconds: 1200,
  unacknowledgedPublishes: 100,
  // AWS names no such limit, only one of messages a second; this one keeps the disk from being filled.
  queuedBytesPerSession: 16 * 1024 * 1024,
  connectTimeoutMs: 10_000,
  drainTimeoutMs: 10_000,
};
