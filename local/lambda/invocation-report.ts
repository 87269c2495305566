// The line that Lambda adds to a function's log after each invocation. How much memory it used is not known here: an
// instance is a thread of the local cloud.
import type { FunctionDefinition } from './function-definition';

/** One invocation that is over. */
export interface Invocation {
  requestId: string;
  /** Epoch ms. */
  endedAt: number;
  durationMs: number;
  /** How long the instance took to load its bundle; null when it was warm. */
  initDurationMs: number | null;
  /** `timeout`: it ran out of time. `error`: the handler failed, or its instance did. */
  status: 'success' | 'error' | 'timeout';
}

/**
 * Returns the line in the function's log format, `platform.report` or `REPORT`; null when the function's system log level
 * leaves it out (AWS Lambda: logging, advanced logging controls; Telemetry API schema).
 */
export function invocationReport(definition: FunctionDefinition, invocation: Invocation): string | null {
  const { requestId, endedAt, status } = invocation;
  const durationMs = hundredths(invocation.durationMs);
  const billedDurationMs = Math.ceil(invocation.durationMs);
  const initDurationMs = invocation.initDurationMs === null ? null : hundredths(invocation.initDurationMs);
  const { memoryMb: memorySizeMB } = definition;
  if (definition.logFormat !== 'JSON') {
    const parts = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedDurationMs} ms`,
      `Memory Size: ${memorySizeMB} MB`,
      ...(initDurationMs === null ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
      ...(status === 'success' ? [] : [`Status: ${status}`]),
    ];
    return parts.join('\t');
  }
  if (definition.systemLogLevel === 'WARN') return null;
  const metrics = {
    durationMs,
    billedDurationMs,
    memorySizeMB,
    ...(initDurationMs === null ? {} : { initDurationMs }),
  };
  const time = new Date(endedAt).toISOString();
  return JSON.stringify({ time, type: 'platform.report', record: { requestId, metrics, status } });
}

const hundredths = (ms: number): number => Math.round(ms * 100) / 100;
