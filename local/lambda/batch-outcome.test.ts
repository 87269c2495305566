import { expect, test } from 'vitest';
import { failedMessageIds } from './batch-outcome';

const IDS = ['a', 'b', 'c'];

test.each([
  ['nothing', undefined, []],
  ['null', null, []],
  ['an empty object', {}, []],
  ['no list', { batchItemFailures: null }, []],
  ['an empty list', { batchItemFailures: [] }, []],
  ['two of three', { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'c' }] }, ['a', 'c']],
  ['the same twice', { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'a' }] }, ['a']],
  ['a text', 'fine', IDS],
  ['a list', [], IDS],
  ['a list that is none', { batchItemFailures: 'a' }, IDS],
  ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'z' }] }, IDS],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }, IDS],
  ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }, IDS],
  ['a misspelt key', { batchItemFailures: [{ messageId: 'a' }] }, IDS],
  ['a null failure', { batchItemFailures: [null] }, IDS],
])('%s', (_, answer, failed) => {
  expect([...failedMessageIds(answer, IDS)]).toEqual(failed);
});
