// Every running subscription by field, and the fan-out: each distinct selection is serialized once per message.
import type { GraphQLSchema } from 'graphql';
import { projectMessage } from './project-message';
import { isMeantFor, type Subscription } from './subscription';

/** "Subscription payload size: 240 KB" (AppSync quotas). AppSync drops what is larger, and the mutation succeeds. */
export const MAX_PAYLOAD_BYTES = 240 * 1024;

export interface SubscriptionHub {
  /** Adds a subscription; returns what ends it. */
  add(subscription: Subscription): () => void;
  /** Delivers a mutation's result to the subscriptions of `fieldName` that it is meant for. */
  publish(fieldName: string, message: Record<string, unknown>): void;
}

/** Returns an empty hub. `onTooLarge` is told of payloads that are dropped for their size. */
export function subscriptionHub(
  schema: GraphQLSchema,
  onTooLarge: (fieldName: string, bytes: number) => void,
): SubscriptionHub {
  const byField = new Map<string, Set<Subscription>>();
  return {
    add(subscription) {
      const running = byField.get(subscription.fieldName) ?? new Set();
      byField.set(subscription.fieldName, running.add(subscription));
      return () => {
        running.delete(subscription);
      };
    },
    publish(fieldName, message) {
      const payloads = new Map<string, string | null>();
      for (const subscription of byField.get(fieldName) ?? []) {
        if (!isMeantFor(subscription, message)) continue;
        let payload = payloads.get(subscription.selectionKey);
        if (payload === undefined) {
          payload = JSON.stringify(projectMessage(message, subscription.selection, schema));
          const bytes = Buffer.byteLength(payload);
          if (bytes > MAX_PAYLOAD_BYTES) {
            onTooLarge(fieldName, bytes);
            payload = null;
          }
          payloads.set(subscription.selectionKey, payload);
        }
        if (payload !== null) subscription.deliver(payload);
      }
    },
  };
}
