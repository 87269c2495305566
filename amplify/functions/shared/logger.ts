// Structured logs and metrics, one pair per function. Payloads, tokens and addresses have no place in either.
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** What a verb may say. `context` holds names, counts and kinds of problems only. */
export interface Log {
  info(message: string, context?: Record<string, string | number | boolean>): void;
  warn(message: string, context?: Record<string, string | number | boolean>): void;
  error(message: string, error: unknown): void;
}

/** Makes the log of one function, JSON lines as CloudWatch reads them. */
export function makeLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (message, context = {}) => logger.info(message, context),
    warn: (message, context = {}) => logger.warn(message, context),
    error: (message, error) => logger.error(message, error instanceof Error ? error : new Error(String(error))),
  };
}

/** Makes the metrics of one function: embedded metrics in its log (CloudWatch EMF), in the namespace `Fleetlight`. */
export function makeMetrics(serviceName: string): Metrics {
  return new Metrics({ namespace: 'Fleetlight', serviceName });
}
