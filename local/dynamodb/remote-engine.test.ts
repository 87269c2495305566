import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { expect, it } from 'vitest';
import { DatabaseEngineError } from './engine';
import { prepareTables } from './prepare-tables';
import { remoteEngine } from './remote-engine';

const TABLE = {
  TableName: 'Things-local',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  GlobalSecondaryIndexes: [],
  LocalSecondaryIndexes: [],
  expiryAttribute: null,
};

it('makes the tables at an endpoint, reads and writes there, and hands its refusals on', async () => {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const engine = remoteEngine(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '/somewhere');
  const Item = { id: { S: 'a' } };

  await prepareTables(engine, [TABLE]);
  await prepareTables(engine, [TABLE]);
  await engine.call('PutItem', { TableName: TABLE.TableName, Item });
  const found = await engine.call('GetItem', { TableName: TABLE.TableName, Key: Item });
  const again = { TableName: TABLE.TableName, Item, ConditionExpression: 'attribute_not_exists(id)' };
  const refused = engine.call('PutItem', again);

  expect(found).toEqual({ Item });
  await expect(refused).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await expect(engine.call('ListTables', {})).rejects.toThrow(DatabaseEngineError);
});
