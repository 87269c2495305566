// The documentation's own examples (AWS IoT SQL reference, version 2016-03-23) as vectors, and what they leave open.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublishedMessage } from '../../settings/ports';
import { evaluateStatement } from './evaluate';
import { FUNCTION_NAMES } from './functions/find-function';
import { messageContext } from './message-context';
import { parseStatement } from './parse';
import { SqlError } from './sql-error';

const message = (payload: unknown, more: Partial<PublishedMessage> = {}): PublishedMessage => ({
  topic: 'things/myThings/thingOne',
  payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
  qos: 1,
  clientId: 'thingOne',
  principal: 'ba67293af50bf2506f5f93469686da660c7c844e7b3950bfb16813e0d31e9373',
  receivedAt: 1481825251155,
  traceId: '12345678-1234-1234-1234-123456789012',
  sourceIp: '127.0.0.1',
  ...more,
});

/** What a rule makes of a payload, as JSON would carry it; 'no match' when WHERE is not true. */
function run(sql: string, payload: unknown, more?: Partial<PublishedMessage>): unknown {
  const result = evaluateStatement(parseStatement(sql), messageContext(message(payload, more)));
  if (!result) return 'no match';
  if ('bytes' in result) return result.bytes;
  return result.value === undefined ? undefined : JSON.parse(JSON.stringify(result.value));
}

/** The value of one expression. */
const value = (expression: string, payload: unknown = {}) => run(`SELECT VALUE ${expression} FROM 'a/b'`, payload);

const colors = { color: 'red', temperature: 50 };
const senml = {
  e: [
    { n: 'temperature', u: 'Cel', t: 1234, v: 22.5 },
    { n: 'light', u: 'lm', t: 1235, v: 135 },
    { n: 'acidity', u: 'pH', t: 1235, v: 7 },
  ],
};
const enriched = { attributes: { data1: 1, data2: 2 }, values: [{ a: 3 }, { b: 4 }, { c: 5 }] };
const nested = {
  data1: 'example',
  data2: {
    a: 'first attribute',
    b: 'second attribute',
    c: [
      { x: { someInt: 5, someString: 'hello' }, y: true },
      { x: { someInt: 10, someString: 'world' }, y: false },
    ],
  },
};

describe('documented statements', () => {
  it.each<[string, unknown, unknown]>([
    [`SELECT * FROM 'a/b'`, colors, colors],
    [`SELECT color FROM 'a/b'`, colors, { color: 'red' }],
    [`SELECT color AS my_color FROM 'a/b'`, colors, { my_color: 'red' }],
    [`SELECT color as my_color, temperature as fahrenheit FROM 'a/b'`, colors, { my_color: 'red', fahrenheit: 50 }],
    [`SELECT *, 15 as speed FROM 'a/b'`, colors, { ...colors, speed: 15 }],
    [`SELECT VALUE color FROM 'a/b'`, colors, 'red'],
    [`SELECT color.red as red_value FROM 'a/b'`, { color: { red: 255, green: 0 } }, { red_value: 255 }],
    [
      `SELECT (temperature - 32) * 5 / 9 AS celsius, upper(color) as my_color FROM 'a/b'`,
      colors,
      { celsius: 10, my_color: 'RED' },
    ],
    [`SELECT color AS my_color FROM 'a/b' WHERE temperature > 50 AND color <> 'red'`, colors, 'no match'],
    [`SELECT foo.bar AS bar.baz FROM 'a/b'`, { foo: { bar: 1 } }, { bar: { baz: 1 } }],
    [
      `SELECT temp, md5(deviceid) AS hashed_id FROM 'topic/#'`,
      { deviceid: 'iot123', temp: 54.98 },
      { temp: 54.98, hashed_id: 'e37f81fb397e595c4aeb5645b8cbbbd1' },
    ],
    [
      `SELECT {'latitude': get(lat_long, 0),'longitude':get(lat_long, 1)} as lat_long FROM 'topic/subtopic'`,
      { lat_long: [47.606, -122.332] },
      { lat_long: { latitude: 47.606, longitude: -122.332 } },
    ],
    [`SELECT [lat,long] as lat_long FROM 'a/b'`, { lat: 47.696, long: -122.332 }, { lat_long: [47.696, -122.332] }],
    [
      `SELECT CASE color WHEN 'green' THEN 'go' WHEN 'yellow' THEN 'caution' WHEN 'red' THEN 'stop' ELSE 'you are not at a stop light' END as instructions FROM 'a/b'`,
      { color: 'yellow' },
      { instructions: 'caution' },
    ],
    [`SELECT (SELECT VALUE n FROM e) as sensors FROM 'a'`, senml, { sensors: ['temperature', 'light', 'acidity'] }],
    [`SELECT (SELECT v FROM e WHERE n = 'temperature') as temperature FROM 'a'`, senml, { temperature: [{ v: 22.5 }] }],
    [
      `SELECT get((SELECT v FROM e WHERE n = 'temperature'), 0).v as temperature FROM 'a'`,
      senml,
      { temperature: 22.5 },
    ],
    [
      `SELECT decode(encoded_temp,"base64").temperature AS temp from 'topic/subtopic'`,
      { encoded_temp: 'eyAidGVtcGVyYXR1cmUiOiAzMyB9Cg==' },
      { temp: 33 },
    ],
    [
      `select value transform("enrichArray", attributes, values) from 'A/B'`,
      enriched,
      [
        { a: 3, data1: 1, data2: 2 },
        { b: 4, data1: 1, data2: 2 },
        { c: 5, data1: 1, data2: 2 },
      ],
    ],
    [
      `select value transform("enrichArray", {"key": attributes.data1}, values) from 'A/B'`,
      enriched,
      [
        { a: 3, key: 1 },
        { b: 4, key: 1 },
        { c: 5, key: 1 },
      ],
    ],
    [
      `select value transform('enrichArray', (select a, b from data2), (select value c from data2)) from 'A/B'`,
      nested,
      nested.data2.c.map((element) => ({ ...element, a: 'first attribute', b: 'second attribute' })),
    ],
    [`SELECT value FROM 'a/b' WHERE value > 1`, { value: 2 }, { value: 2 }],
    [`SELECT *, 1 AS state.reported.on FROM 'a'`, { state: { id: 7 } }, { state: { id: 7, reported: { on: 1 } } }],
    [`SELECT color FROM 'a/b' WHERE EXISTS (SELECT * FROM e WHERE v > 1)`, { e: [{ v: 1 }] }, 'no match'],
    [`SELECT v FROM 'a' WHERE v IN [1, 2] AND name LIKE 'dev_%'`, { v: 2, name: 'dev-1' }, { v: 2 }],
  ])('%s', (sql, payload, expected) => {
    expect(run(sql, payload)).toEqual(expected);
  });
});

describe('documented functions', () => {
  const vectors: [expression: string, expected: unknown][] = [
    ['abs(-5)', 5],
    ["abs('-5.123')", 5.123],
    ['acos(0)', 1.5707963267948966],
    ['asin(0)', 0],
    ['atan2(1, 0)', 1.5707963267948966],
    ['bitand(13, 5)', 5],
    ['bitor(8, 5)', 13],
    ['bitxor(13, 5)', 8],
    ['cast(true as Int)', 1],
    ['cast(0 as Boolean)', false],
    ["cast('5E-1' as decimal)", 0.5],
    ['cast([1] as string)', '[1]'],
    ['ceil(-1.2)', -1],
    ['chr(65)', 'A'],
    ['chr(200)', undefined],
    ['concat()', undefined],
    ['concat(1)', '1'],
    ['concat([1, 2, 3], "hello", [4, 5, 6])', [1, 2, 3, 'hello', 4, 5, 6]],
    ['concat("he","is","man")', 'heisman'],
    ['concat(1, "hello")', '1hello'],
    ['cosh(2.3)', 5.037220649268761],
    ['endswith("cat","at")', true],
    ['exp(1)', Math.E],
    ['floor(-1.2)', -2],
    ['get(["a", "b", "c"], 1)', 'b'],
    ['get({"a":"b"}, "a")', 'b'],
    ['get("abc", 0)', 'a'],
    ['get([1], -1)', undefined],
    ['md5("hello")', '5d41402abc4b2a76b9719d911017c592'],
    ['indexof("abcd", "bc")', 1],
    ['isNull(5)', false],
    ['isNull(Null)', true],
    ['isUndefined(floor([1,2,3]))', true],
    ['length("hi")', 2],
    ['length(false)', 5],
    ['log(100)', 2],
    ['lower(["HELLO"])', '["hello"]'],
    ['lpad("hello", 2)', '  hello'],
    ['lpad(1, 3)', '   1'],
    ['length(rpad("", 5000))', 1000],
    ['Ltrim(" h i ")', 'h i '],
    ['rtrim(" h i ")', ' h i'],
    ['Trim(" hi ")', 'hi'],
    ['mod(8, 3)', 2],
    ['mod(8, 0)', undefined],
    ['Nanvl(8, 3)', 8],
    ['Nanvl(null, 3)', 3],
    ['numbytes("€")', 3],
    [`parse_time("yyyy.MM.dd G 'at' HH:mm:ss z", 100000000, "America/Belize")`, '1970.01.01 AD at 21:46:40 CST'],
    ['parse_time("yyyy", timestamp(), "UTC")', '2016'],
    ['parse_time("EEE d MMM h:mm a SSS", 1481825251155)', 'Thu 15 Dec 6:07 PM 155'],
    ['parse_time("yyyy", 1, "Not/AZone")', undefined],
    ['power(2, 5)', 32],
    ['regexp_matches("aaaa", "a{2,}")', true],
    ['regexp_matches("aaaa", "b")', false],
    ['regexp_matches("aaaa", "(")', undefined],
    ['regexp_replace("abcd", "b(.*)d", "$1")', 'ac'],
    ['regexp_substr("hihihello", "(hi)*")', 'hihi'],
    ['replace("abcdabcd", "b", "x")', 'axcdaxcd'],
    ['Round(1.5)', 2],
    ['Round(-1.1)', -1],
    ['Round(-1.5)', -2],
    ['sign(-7)', -1],
    ['sqrt(9)', 3],
    ['sqrt(-1)', undefined],
    ['startswith("ranger","ran")', true],
    ['substring("012345", 2.745)', '2345'],
    ['substring(123, 2)', '3'],
    ['substring("012345", -1)', '012345'],
    ['substring(true, 1.2)', 'rue'],
    ['substring(false, -2.411E247)', 'false'],
    ['substring("012345", 1, 3)', '12'],
    ['substring("012345", -50, 50)', '012345'],
    ['substring("012345", 3, 1)', ''],
    ['trunc(2.3, 0)', 2],
    ['trunc(2.3123, 2)', 2.31],
    ['trunc(2.888, 2)', 2.88],
    ['trunc(2.00, 5)', 2],
    ['trunc(4.35, 2)', 4.35],
    ['sql_version()', '2016-03-23'],
    ['topic()', 'things/myThings/thingOne'],
    ['topic(1)', 'things'],
    ['topic(9)', undefined],
    ['timestamp()', 1481825251155],
    ['accountid()', '000000000000'],
    ['traceid()', '12345678-1234-1234-1234-123456789012'],
    ['clientid()', 'thingOne'],
    ['sourceip()', '127.0.0.1'],
    ['principal()', 'ba67293af50bf2506f5f93469686da660c7c844e7b3950bfb16813e0d31e9373'],
    ['atan(0)', 0],
    ['bitnot(13)', -14],
    ['cos(0)', 1],
    ['ln(1)', 0],
    ['remainder(8, 3)', 2],
    ['sin(1.57)', 0.9999996829318346],
    ['sinh(2.3)', 4.936961805545957],
    ['tan(3)', -0.1425465430742778],
    ['tanh(2.3)', 0.9800963962661914],
    ['upper("hello")', 'HELLO'],
    ["decode(encode('hello', 'base64'), 'base64')", 'hello'],
    ["encode('hello', 'base64')", 'aGVsbG8='],
    ['sha1("hello")', 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'],
    ['sha224("hello")', 'ea09ae9cc6768c50fcee903ed054556e5bfc8347907f12598aa24193'],
    ['sha256("hello")', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
    [
      'sha384("hello")',
      '59e1748777448c69de6b800d7a33bbfb9ff1b463e44354c3553bcdb9c666fa90125a3c79f90397bdf5f6a13de828684f',
    ],
    [
      'sha512("hello")',
      '9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043',
    ],
    ["transform('enrichArray', {'a': 1}, [{'b': 2}])", [{ b: 2, a: 1 }]],
    ['regexp_matches(newuuid(), "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")', true],
    ['rand() >= 0 AND rand() < 1', true],
  ];
  it.each(vectors)('%s', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  it('are all here, each with an example', () => {
    const called = vectors.flatMap(([expression]) => expression.toLowerCase().match(/\w+(?=\()/g) ?? []);
    expect(FUNCTION_NAMES.filter((name) => !called.includes(name))).toEqual([]);
  });
});

describe('operators', () => {
  it.each<[string, unknown]>([
    ['7 / 2', 3],
    ['7.5 / 2', 3.75],
    ['1 / 0', undefined],
    ["'7' + 1", '71'],
    ["'7' - 1", 6],
    ["'x' + undefined", undefined],
    ['true + 1', undefined],
    ['1 + 2 * 3 - -4 % 3', 8],
    ["'5' > 4", true],
    ["'a' > 4", undefined],
    ["'7' = 7", false],
    ["'7' <> 7", true],
    ['null = null', true],
    ['undefined = 1', undefined],
    ["{'a': 1, 'b': [2]} = {'b': [2], 'a': 1}", true],
    ['[1, 2] = [2, 1]', false],
    ["'TRUE' AND true", true],
    ['1 AND true', undefined],
    ['undefined AND false', false],
    ['undefined OR true', true],
    ['undefined OR false', undefined],
    ['NOT undefined', undefined],
    ['NOT false AND false', false],
    ["CASE undefined WHEN 1 THEN 'a' ELSE 'b' END", undefined],
    ["CASE 3 WHEN 1 THEN 'a' END", undefined],
    ["'a%b' LIKE 'a%'", true],
    ["'abc' LIKE 'a_'", false],
    ['2 IN [1, 3]', false],
    ['2 IN 2', undefined],
  ])('%s', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });
});

describe('payloads that are not JSON', () => {
  it('encodes any payload, byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const payload = Buffer.from(bytes);
        expect(value("encode(*, 'base64')", payload)).toBe(payload.toString('base64'));
      }),
    );
  });

  it.each([
    ['text', Buffer.from('temperature=21')],
    ['nothing', Buffer.alloc(0)],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a byte order mark', Buffer.from('\ufeff{}')],
  ])('takes SELECT * alone as it is for %s, and refuses names', (_name, payload) => {
    expect(run(`SELECT * FROM 'a' WHERE timestamp() % 12 <> 99`, payload)).toEqual(payload);
    expect(() => run(`SELECT * FROM 'a' WHERE device_type = 'thermostat'`, payload)).toThrow(SqlError);
    expect(() => run(`SELECT *, timestamp() AS at FROM 'a'`, payload)).toThrow(SqlError);
    expect(() => run(`SELECT topic() AS t FROM 'a' WHERE device_type = 'thermostat'`, payload)).toThrow(SqlError);
    expect(run(`SELECT topic(1) AS t FROM 'a' WHERE timestamp() % 12 <> 99`, payload)).toEqual({ t: 'things' });
  });

  it('refuses SELECT *, … for JSON that is no object', () => {
    expect(() => run(`SELECT *, timestamp() AS at FROM 'a'`, [1])).toThrow(SqlError);
  });

  it('says n/a for a message that no client sent, and leaves an unknown principal out', () => {
    const sql = `SELECT clientid() AS c, principal() AS p FROM 'a'`;
    expect(run(sql, {}, { clientId: null, principal: null })).toEqual({ c: 'n/a' });
  });
});

describe('hostile payloads', () => {
  it('treats keys like __proto__ as keys, and never finds what is inherited', () => {
    const payload = Buffer.from('{"__proto__":{"polluted":1},"constructor":2}');

    expect(
      JSON.stringify(evaluateStatement(parseStatement(`SELECT *, 1 AS x FROM 'a'`), messageContext(message(payload)))),
    ).toBe('{"value":{"__proto__":{"polluted":1},"constructor":2,"x":1}}');
    expect(value('__proto__.polluted', payload)).toBe(1);
    expect(value('toString', payload)).toBeUndefined();
    expect(value('polluted', payload)).toBeUndefined();
    expect(value("get(*, 'hasOwnProperty')", payload)).toBeUndefined();
    expect(run(`SELECT 1 AS __proto__.polluted FROM 'a'`, {})).toEqual(JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('only ever reads own properties', () => {
    const names = fc.constantFrom('__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'length', 'a');
    fc.assert(
      fc.property(fc.jsonValue(), names, names, (payload, first, second) => {
        const owned = (of: unknown, key: string) =>
          typeof of === 'object' && of !== null && !Array.isArray(of) && Object.hasOwn(of, key)
            ? (of as Record<string, unknown>)[key]
            : undefined;
        expect(value(`${first}.${second}`, payload)).toEqual(owned(owned(payload, first), second));
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });

  it('reports a payload of a hundred thousand brackets as a SQL error', () => {
    const deep = Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(() => value("upper(a) = 'x'", deep)).toThrow(SqlError);
  });

  it('matches LIKE without going back and forth', () => {
    const payload = { s: 'a'.repeat(20_000) };
    expect(value("s LIKE '%a%a%a%a%a%a%b'", payload)).toBe(false);
  });
});

describe('any statement on any payload', () => {
  const words = fc.constantFrom(
    ...`SELECT VALUE FROM WHERE AS AND OR NOT IN LIKE EXISTS CASE WHEN THEN ELSE END TRUE NULL UNDEFINED * , . ( ) [ ] { } : + - / % = <> < >= 'a/b' "x" 1 2.5 a b e get( upper( topic( encode( decode( cast( concat( substring( transform( regexp_replace( parse_time( power( trunc(`.split(
      ' ',
    ),
  );
  const statements = fc.oneof(
    fc.array(words, { maxLength: 25 }).map((parts) => `SELECT ${parts.join(' ')} FROM 'a/b'`),
    fc.array(words, { maxLength: 25 }).map((parts) => parts.join(' ')),
    fc.string().map((text) => `SELECT ${text} FROM 'a'`),
  );
  const payloads = fc.oneof(
    fc.jsonValue().map((json) => Buffer.from(JSON.stringify(json))),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );

  it('throws nothing but SqlError', () => {
    fc.assert(
      fc.property(statements, payloads, (sql, payload) => {
        try {
          evaluateStatement(parseStatement(sql), messageContext(message(payload)));
        } catch (error) {
          expect(error).toBeInstanceOf(SqlError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('throws nothing but SqlError for any function with any arguments', () => {
    const names = fc.constantFrom(
      'get',
      'substring',
      'lpad',
      'trunc',
      'bitand',
      'bitnot',
      'chr',
      'round',
      'parse_time',
      'transform',
      'concat',
      'mod',
      'regexp_substr',
      'replace',
      'topic',
      'cast',
    );
    fc.assert(
      fc.property(names, fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (name, a, b, c) => {
        const args = name === 'cast' ? 'a as int' : 'a, b, c';
        for (const list of [args, name === 'cast' ? 'b as string' : 'a, b', name === 'cast' ? 'c as boolean' : 'a']) {
          expect(() => value(`${name}(${list})`, { a, b, c })).not.toThrow();
        }
      }),
    );
  });
});
