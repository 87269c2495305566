// What a function's answer says of the messages of its batch.

/**
 * Returns the ids among `messageIds` that failed. Documented (Lambda developer guide, "Implementing partial batch
 * responses"): nothing, null, or an empty or null `batchItemFailures` is a complete success; an answer of another shape, and
 * an `itemIdentifier` that is empty, null, misspelt or not in the batch, a complete failure.
 */
export function failedMessageIds(answer: unknown, messageIds: readonly string[]): ReadonlySet<string> {
  const all = new Set(messageIds);
  const none = new Set<string>();
  if (answer === null || answer === undefined) return none;
  if (typeof answer !== 'object' || Array.isArray(answer)) return all;
  const { batchItemFailures: failures } = answer as { batchItemFailures?: unknown };
  if (failures === null || failures === undefined) return none;
  if (!Array.isArray(failures)) return all;
  const failed = new Set<string>();
  for (const failure of failures as unknown[]) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !all.has(id)) return all;
    failed.add(id);
  }
  return failed;
}
