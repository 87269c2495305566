import { describe, expect, test } from 'vitest';
import type { ResolverContext } from '../resolver-context';
import { resolverSetting } from '../resolver-fixture';
import { compileVtl } from './compile-vtl';

/** Runs a request template; gives its value and what it left in the context. */
function run(template: string, changes: Partial<ResolverContext> = {}) {
  const { context, invocation } = resolverSetting(changes);
  const outcome = compileVtl('Query.f', template, '').request(context, invocation);
  return { ...outcome, context, scope: invocation.scope };
}
const value = (template: string, changes: Partial<ResolverContext> = {}) => run(template, changes).value;
/** The value of an expression. */
const of = (expression: string, setup = '', changes: Partial<ResolverContext> = {}) =>
  value(`${setup}#set($out = ${expression})$util.toJson($out)`, changes);

describe('an expression', () => {
  test.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['7 / 2', 3],
    ['7 % 4', 3],
    ['"a" + 1', 'a1'],
    ['-3', -3],
    ['[1, "b", ["c"], {"d": [2]}]', [1, 'b', ['c'], { d: [2] }]],
    ['[3..1]', [3, 2, 1]],
    ['{"a": {"b": [1]}, "c": null}', { a: { b: [1] }, c: null }],
    ['!$absent', true],
    ['"" && true', true],
    ['0 || false', true],
    ['$absent || false', false],
    ['(1 == 1.0) && ("a" != "b")', true],
    ['1 == "1"', false],
    ['$ctx.absent.deeper[0].get("x")', null],
    ["'single $ctx'", 'single $ctx'],
    ['"#not a directive"', '#not a directive'],
  ])('%s is %j', (expression, expected) => {
    expect(of(expression)).toEqual(expected);
  });

  test('renders references into double quotes: values as Java prints them, null as its source', () => {
    const args = { text: 'x', list: [1, 'b'], map: { k: 'v' } };
    expect(
      of(`"$ctx.args.text $${'{ctx.args.list}'} $ctx.args.map $ctx.absent $!ctx.absent!"`, '', { arguments: args }),
    ).toBe('x [1, b] {k=v} $ctx.absent !');
  });
});

test('what is large in the context is there however it is asked for', () => {
  const changes = { result: { items: [1] } };
  expect(of('$ctx.result.items', '', changes)).toEqual([1]);
  expect(of('$ctx.get("result")', '', changes)).toEqual({ items: [1] });
  expect(of('$whole.result', '#set($whole = $context)', changes)).toEqual({ items: [1] });
  expect(value('$util.toJson($ctx)', changes)).toMatchObject({ result: { items: [1] } });
});

describe('a directive', () => {
  test('#if takes the first branch that holds', () => {
    const branch = (x: number) => value(`#set($x = ${x})#if($x > 5)"big"#elseif($x == 5)"five"#else"small"#end`);
    expect([branch(9), branch(5), branch(1)]).toEqual(['big', 'five', 'small']);
  });

  test('#foreach counts, knows its last turn, breaks, and gives the variables back', () => {
    const counted =
      '#set($t = "")#foreach($i in ["a","b"])#set($t = "$t$i$velocityCount$foreach.index#if")#if($foreach.hasNext())#set($t = "$t,")#end#end';
    expect(value(`${counted}$util.toJson([$t, $i, $foreach])`)).toEqual(['a10#if,b21#if', null, null]);
    expect(
      value('#set($l = [])#foreach($i in [1..9])#if($i == 3)#break#end$util.qr($l.add($i))#end$util.toJson($l)'),
    ).toEqual([1, 2]);
    expect(
      value(
        '#set($l = [])#foreach($a in [1,2])#foreach($b in [1..9])#if($b == 2)#break#end$util.qr($l.add("$a$b"))#end#end$util.toJson($l)',
      ),
    ).toEqual(['11', '21']);
  });

  test('#return leaves early with a value', () => {
    expect(run('{"a": 1}#return({"b": 2}) nonsense')).toMatchObject({
      value: { b: 2 },
      leftEarly: true,
      skipTo: 'NEXT',
    });
    expect(run('#if(true)#return($util.toJson({}))#end')).toMatchObject({ value: {}, leftEarly: true });
    expect(run('#foreach($i in [1,2])#if(true)#return#end#end')).toMatchObject({ value: null, leftEarly: true });
  });

  test('#set reaches into maps, and what it changes of arguments and stash is there for later steps', () => {
    const { context } = run(
      '#set($ctx.args.filter = {"a": 1})#set($ctx.stash["k"] = 2)$util.qr($ctx.stash.put("l", [3])) {}',
      {
        arguments: { filter: null },
      },
    );
    expect(context.arguments).toEqual({ filter: { a: 1 } });
    expect(context.stash).toEqual({ k: 2, l: [3] });
  });
});

describe('maps and lists', () => {
  const MAP = '#set($m = {"a": 1, "b": 2})';
  const LIST = '#set($l = ["x", {"y": 1}])';

  test.each<[string, string, unknown]>([
    [MAP, '[$m.get("a"), $m.get("z"), $m.a, $m["b"]]', [1, null, 1, 2]],
    [MAP, '[$m.put("a", 9), $m.remove("b"), $m.size(), $m.isEmpty()]', [1, 2, 1, false]],
    [MAP, '[$m.keySet(), $m.values(), $m.containsKey("a")]', [['a', 'b'], [1, 2], true]],
    [`${MAP}$util.qr($m.putAll({"b": 3, "c": 4}))`, '$m', { a: 1, b: 3, c: 4 }],
    [LIST, '[$l.contains({"y": 1}), $l.contains("z"), $l.size(), $l.get(0), $l[1].y]', [true, false, 2, 'x', 1]],
    [LIST, '[$l.addAll(["z"]), $l.remove(0), $l]', [true, 'x', [{ y: 1 }, 'z']]],
    ['', '"a AND b AND ".replaceAll(" AND $", "")', 'a AND b'],
  ])('%s%s', (setup, expression, expected) => {
    // A method on a literal is written through a variable, as the grammar has it.
    const [, text, method] = /^("[^"]*")\.(.*)$/.exec(expression) ?? [];
    if (text) expect(of(`$t.${method}`, `#set($t = ${text})`)).toBe(expected);
    else expect(of(expression, setup)).toEqual(expected);
  });

  test('entries have keys and values', () => {
    expect(
      value(`${MAP}#set($o = [])#foreach($e in $m.entrySet())$util.qr($o.add("$e.key=$e.value"))#end$util.toJson($o)`),
    ).toEqual(['a=1', 'b=2']);
  });

  test('keys that are names of methods or of prototypes are keys', () => {
    const args = JSON.parse('{"size": "s", "get": "g", "__proto__": {"x": 1}, "constructor": "c"}');
    expect(
      of('[$ctx.args.size, $ctx.args.get, $ctx.args.constructor, $ctx.args.size()]', '', { arguments: args }),
    ).toEqual(['s', 'g', 'c', 4]);
    expect(JSON.stringify(of('$ctx.args', '', { arguments: args }))).toBe(JSON.stringify(args));
    expect(of('$ctx.stash.constructor')).toBeNull();
  });

  test('values are data, never code', () => {
    const hostile = `$util.error("pwned") #foreach($i in [1]) $${'{ctx.identity}'}`;
    expect(of('"is $ctx.args.x"', '', { arguments: { x: hostile } })).toBe(`is ${hostile}`);
  });
});

describe('a function', () => {
  test('reads the clock and the caller', () => {
    expect(of('[$util.time.nowISO8601(), $util.time.nowEpochSeconds(), $util.authType()]')).toEqual([
      '2026-01-02T03:04:05.000Z',
      1_767_323_045,
      'User Pool Authorization',
    ]);
  });

  test.each<[string, unknown]>([
    [
      '[$util.isNull($x), $util.isNullOrEmpty([]), $util.isNullOrEmpty({}), $util.isNullOrBlank(" "), $util.isNullOrEmpty(0)]',
      [true, true, true, true, false],
    ],
    ['[$util.defaultIfNull($x, 1), $util.defaultIfNull(false, 1), $util.defaultIfNullOrEmpty("", 2)]', [1, false, 2]],
    ['$util.list.copyAndRemoveAll([1, 2, 3], [2])', [1, 3]],
    ['$util.list.copyAndRetainAll([1, 2, 3], [2])', [2]],
    ['$util.map.copyAndRemoveAllKeys({"a": 1, "b": 2}, ["a"])', { b: 2 }],
    ['$util.map.copyAndRetainAllKeys({"a": 1, "b": 2}, ["a"])', { a: 1 }],
    ['$util.dynamodb.toDynamoDB({"a": [1]})', { M: { a: { L: [{ N: '1' }] } } }],
    ['$util.parseJson($util.dynamodb.toDynamoDBJson("x"))', { S: 'x' }],
    ['$util.dynamodb.toMapValues({"a": "x"})', { a: { S: 'x' } }],
  ])('%s', (expression, expected) => {
    expect(of(expression)).toEqual(expected);
  });

  test('keeps a map itself, so that changes of a default reach the stash', () => {
    const { context } = run('#set($m = $util.defaultIfNull($ctx.stash.d, {}))$util.qr($m.put("a", 1)) {}', {
      stash: { d: {} },
    });
    expect(context.stash).toEqual({ d: { a: 1 } });
  });

  test('fails with what it is told', () => {
    expect(() => run('$util.error("no", "Kind", {"d": 1}, ["i"])')).toThrow(
      expect.objectContaining({ message: 'no', errorType: 'Kind', data: { d: 1 }, errorInfo: ['i'] }),
    );
    expect(() => run('$util.unauthorized()')).toThrow(
      expect.objectContaining({ message: 'Not Authorized to access f on type Query', errorType: 'Unauthorized' }),
    );
  });

  test('adds an error and goes on', () => {
    const { value: result, scope } = run('$util.appendError("odd", "Kind") {"a": 1}');
    expect(result).toEqual({ a: 1 });
    expect(scope.appended).toMatchObject([{ path: ['f'], error: { message: 'odd', errorType: 'Kind' } }]);
  });

  test('sets the filter of a subscription', () => {
    const { scope } = run('$extensions.setSubscriptionFilter($util.transform.toSubscriptionFilter($ctx.args.filter))', {
      arguments: { filter: { a: { eq: 1 } } },
    });
    expect(scope.filter).toEqual({ filterGroup: [{ filters: [{ fieldName: 'a', operator: 'eq', value: 1 }] }] });
  });
});

test('what is printed must be JSON', () => {
  expect(() => run('{"a": $ctx.absent}')).toThrow(
    expect.objectContaining({
      errorType: 'MappingTemplate',
      message: 'Unable to convert {"a": $ctx.absent} to Object.',
    }),
  );
  expect(value('  ## a comment\n ')).toBeNull();
});

test('the selection of the client is there for a template that reads it', () => {
  expect(of('$ctx.info.selectionSetList')).toEqual(['a', 'a/b']);
});

test.each([
  ['$util.rds.toJsonString("x")', 'the function $util.rds.toJsonString'],
  ['#if(false)$utils.http.copyHeaders({})#end', 'the function $util.http.copyHeaders'],
  ['$ctx.args.stream()', 'the method stream()'],
  ['#macro(x)y#end', 'the directive'],
  ['#set($x = )', 'the syntax of this template'],
])('%s stops the start, named', (template, what) => {
  expect(() => compileVtl('Query.f', '{}', template)).toThrow(`AppSync on the laptop does not support ${what}`);
  expect(() => compileVtl('Query.f', '{}', template)).toThrow('Query.f.response.vtl');
});
