import { buildASTSchema, parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { byFieldName, hasNoAliases, selectionTree } from '../execute/selection-tree';
import type { Subscription } from './subscription';
import { MAX_PAYLOAD_BYTES, subscriptionHub } from './subscription-hub';

const schema = buildASTSchema(
  parse(`type Query { q: Int }
    type Part { id: ID! size: Int }
    type Thing { id: ID! name: String part: Part parts: [Part!] maybe: [Part] }
    type Mutation { change: Thing }
    type Subscription { onChange(id: ID, name: String): Thing }`),
);

const tree = (source: string, root = schema.getSubscriptionType(), variables = {}) => {
  const document = parse(source);
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition' || !root) throw new Error('No operation.');
  return selectionTree(operation.selectionSet.selections, root, { document, variables });
};

function subscription(source: string, changes: Partial<Subscription> = {}): Subscription & { payloads: string[] } {
  const [selection] = tree(source);
  if (!selection) throw new Error('Nothing is selected.');
  const payloads: string[] = [];
  const deliver = (payload: string) => payloads.push(payload);
  const base = {
    fieldName: 'onChange',
    selection,
    selectionKey: JSON.stringify(selection),
    arguments: {},
    filter: null,
    expiresAt: null,
  };
  return { ...base, deliver, payloads, ...changes };
}

const start = () => {
  const onTooLarge = vi.fn();
  return { hub: subscriptionHub(schema, onTooLarge), onTooLarge };
};

test('equal selections share one text, and a stopped subscription gets nothing more', () => {
  const { hub } = start();
  const serialized = vi.spyOn(JSON, 'stringify');
  const many = Array.from({ length: 50 }, () => subscription('subscription { onChange { id } }'));
  const other = subscription('subscription { onChange { key: id name } }');
  const ends = [...many, other].map((one) => hub.add(one));
  serialized.mockClear();

  hub.publish('onChange', { id: '1', name: 'n' });
  expect(serialized).toHaveBeenCalledTimes(2);
  serialized.mockRestore();
  ends[0]?.();
  hub.publish('onChange', { id: '2' });
  hub.publish('onOther', { id: '3' });

  expect(many[0]?.payloads).toEqual(['{"data":{"onChange":{"id":"1"}}}']);
  expect(many[1]?.payloads).toEqual(['{"data":{"onChange":{"id":"1"}}}', '{"data":{"onChange":{"id":"2"}}}']);
  expect(other.payloads).toEqual([
    '{"data":{"onChange":{"key":"1","name":"n"}}}',
    '{"data":{"onChange":{"key":"2","name":null}}}',
  ]);
});

test('arguments must equal the fields of the message; null means null; an enhanced filter decides alone', () => {
  const { hub } = start();
  const source = 'subscription { onChange { id } }';
  const byId = subscription(source, { arguments: { id: '1' } });
  const byNull = subscription(source, { arguments: { name: null } });
  const byFilter = subscription(source, {
    arguments: { id: 'never' },
    filter: { filterGroup: [{ filters: [{ fieldName: 'name', operator: 'eq', value: 'n' }] }] },
  });
  for (const one of [byId, byNull, byFilter]) hub.add(one);

  hub.publish('onChange', { id: '1', name: 'n' });
  hub.publish('onChange', { id: '2' });

  expect(byId.payloads).toEqual(['{"data":{"onChange":{"id":"1"}}}']);
  expect(byNull.payloads).toEqual(['{"data":{"onChange":{"id":"2"}}}']);
  expect(byFilter.payloads).toEqual(['{"data":{"onChange":{"id":"1"}}}']);
});

test('null goes up to where the schema allows it', () => {
  const { hub } = start();
  const nested = subscription('subscription { onChange { id part { id size } parts { id } maybe { id } } }');
  hub.add(nested);

  hub.publish('onChange', { id: '1', part: { size: 2 }, parts: [{ id: 'a' }, {}], maybe: [{ id: 'b' }, {}] });

  const payload = JSON.parse(nested.payloads[0] ?? '');
  expect(payload.data).toEqual({ onChange: { id: '1', part: null, parts: null, maybe: [{ id: 'b' }, null] } });
  expect(payload.errors.map(({ message }: { message: string }) => message)).toEqual([
    "Cannot return null for non-nullable type: 'ID' within parent 'Part' (/onChange/part/id)",
    "Cannot return null for non-nullable type: 'ID' within parent 'Part' (/onChange/parts[1]/id)",
    "Cannot return null for non-nullable type: 'ID' within parent 'Part' (/onChange/maybe[1]/id)",
  ]);
});

test('a payload above 240 KB is dropped whole and reported once', () => {
  const { hub, onTooLarge } = start();
  const [one, two] = [
    subscription('subscription { onChange { name } }'),
    subscription('subscription { onChange { name } }'),
  ];
  hub.add(one);
  hub.add(two);
  const overhead = '{"data":{"onChange":{"name":""}}}'.length;

  hub.publish('onChange', { name: 'x'.repeat(MAX_PAYLOAD_BYTES - overhead) });
  hub.publish('onChange', { name: 'é'.repeat(MAX_PAYLOAD_BYTES / 2) });

  expect(one.payloads).toHaveLength(1);
  expect(two.payloads).toHaveLength(1);
  expect(onTooLarge.mock.calls).toEqual([['onChange', MAX_PAYLOAD_BYTES + overhead]]);
});

test('selections merge, follow fragments, and leave out what is skipped', () => {
  const fields = tree(
    `subscription { onChange { id ...f part { size } ... on Thing { part { id } } maybe @skip(if: $no) { id } } }
     fragment f on Thing { title: name @include(if: $yes) parts @include(if: $no) { id } }`,
    undefined,
    { yes: true, no: false },
  )[0]?.children;
  expect(fields?.map(({ responseKey }) => responseKey)).toEqual(['id', 'title', 'part', 'maybe']);
  expect(fields?.[2]?.children?.map(({ fieldName }) => fieldName)).toEqual(['size', 'id']);
});

test("a mutation's aliases are taken away before anybody is told", () => {
  const [change] = tree('mutation { change { key: id part { big: size } maybe { id } } }', schema.getMutationType());
  const children = change?.children ?? [];
  expect(hasNoAliases(children)).toBe(false);
  expect(byFieldName({ key: '1', part: { big: 2 }, maybe: [{ id: 'a' }, null] }, children)).toEqual({
    id: '1',
    part: { size: 2 },
    maybe: [{ id: 'a' }, null],
  });
});
