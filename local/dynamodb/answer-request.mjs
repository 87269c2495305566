// What dynalite's HTTP server does with a request that has reached it signed, without HTTP.
import { createRequire } from 'node:module';
import validations from 'dynalite/validations/index.js';
import { readBatch } from './read-batch.mjs';
import { writeBatch } from './write-batch.mjs';

const require = createRequire(import.meta.url);
// What a busy fleet does all the time, with fewer steps than dynalite takes.
const OWN_ACTIONS = { BatchGetItem: readBatch, BatchWriteItem: writeBatch };
const OPERATIONS = new Map(
  [
    'BatchGetItem',
    'BatchWriteItem',
    'CreateTable',
    'DeleteItem',
    'DeleteTable',
    'DescribeTable',
    'DescribeTimeToLive',
    'GetItem',
    'ListTables',
    'PutItem',
    'Query',
    'Scan',
    'TagResource',
    'UntagResource',
    'ListTagsOfResource',
    'UpdateItem',
    'UpdateTable',
  ].map((operation) => {
    const file = validations.toLowerFirst(operation);
    return [
      operation,
      {
        act: OWN_ACTIONS[operation] ?? require(`dynalite/actions/${file}`),
        checks: require(`dynalite/validations/${file}`),
      },
    ];
  }),
);

/**
 * Carries out one operation whose input is the JSON text `body`. Resolves with DynamoDB's status and answer, refusals
 * included; rejects when the database fails.
 */
export function answerRequest(store, operation, body) {
  return new Promise((resolve, reject) => {
    const answer = (status, output) => resolve({ status, body: JSON.stringify(output) });
    const fail = (error) => {
      if (error.statusCode) answer(error.statusCode, error.body);
      else reject(error);
    };
    const refuse = (name) => answer(400, { __type: `com.amazon.coral.service#${name}` });

    let input;
    try {
      if (body) input = JSON.parse(body);
    } catch {
      return refuse('SerializationException');
    }
    const known = OPERATIONS.get(operation);
    if (!known) return refuse('UnknownOperationException');
    if (!body) return refuse('SerializationException');
    try {
      const { types, custom } = known.checks;
      input = validations.checkTypes(input, types);
      validations.checkValidations(input, types, custom, store);
      known.act(store, input, (error, output) => (error ? fail(error) : answer(200, output)));
    } catch (error) {
      fail(error);
    }
  });
}
