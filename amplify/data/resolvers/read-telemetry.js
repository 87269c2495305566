// One page of a device's readings between two keys, as one JSON value: a list of the model names every field of every row,
// which triples the answer and what resolving it costs. What has expired and is not yet deleted is left out.
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const { thingName, fromKey, toKey, nextToken } = ctx.args;
  return {
    operation: 'Query',
    query: {
      expression: '#thing = :thing AND #id BETWEEN :from AND :to',
      expressionNames: { '#thing': 'thingName', '#id': 'sampleId' },
      expressionValues: util.dynamodb.toMapValues({ ':thing': thingName, ':from': fromKey, ':to': toKey }),
    },
    limit: 1000,
    nextToken,
  };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  const nowSeconds = util.time.nowEpochSeconds();
  const samples = ctx.result.items
    .filter((item) => item.expiresAt > nowSeconds)
    .map(({ thingName, sampleId, observedAt, receivedAt, clockRejected, metrics }) => {
      return { thingName, sampleId, observedAt, receivedAt, clockRejected, metrics };
    });
  return { samples, nextToken: ctx.result.nextToken };
}
