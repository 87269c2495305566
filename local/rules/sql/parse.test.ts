// What the grammar refuses, and how it says so.
import { describe, expect, it } from 'vitest';
import { parseStatement } from './parse';
import { SqlError } from './sql-error';

describe('parseStatement', () => {
  it.each([
    ['SELECT', 'Expected a value'],
    ["SELECT * FROM 'a' WHERE", 'Expected a value'],
    ["SELECT a b FROM 'x'", 'Expected FROM'],
    ['SELECT * FROM topic', 'topic filter in single quotes'],
    ['SELECT * FROM "a"', 'topic filter in single quotes'],
    ["SELECT * FROM 'a/#/b'", 'topic filter a/#/b'],
    ["SELECT * FROM 'a+'", 'topic filter a+'],
    ["SELECT * FROM ''", 'may not be empty'],
    ["SELECT 1 FROM 'a'", 'AS and a name'],
    ["SELECT a[0] FROM 'a'", 'get(array, index)'],
    ["SELECT a FROM 'a' WHERE a != 1", 'Write <>'],
    ["SELECT 'a FROM 'b'", 'has no end'],
    ["SELECT CASE WHEN a THEN 1 END AS x FROM 'a'", 'Expected a value'],
    ["SELECT {a: 1} AS x FROM 'a'", 'a key in quotes'],
    ["SELECT cast(a AS money) AS x FROM 'a'", 'a type'],
    ["SELECT VALUE a, b FROM 'a'", 'Expected FROM'],
    ["SELECT a FROM 'a' LIMIT 1", 'the end'],
  ])('refuses %s', (sql, message) => {
    expect(() => parseStatement(sql)).toThrow(SqlError);
    expect(() => parseStatement(sql)).toThrow(message);
  });

  it.each([
    'aws_lambda',
    'get_thing_shadow',
    'get_dynamodb',
    'get_secret',
    'machinelearning_predict',
    'time_to_epoch',
    'md2',
    'constructor',
  ])('names the function %s that the local cloud lacks', (name) => {
    expect(() => parseStatement(`SELECT ${name}('x') AS x FROM 'a'`)).toThrow(
      `The function ${name}() is not supported`,
    );
  });

  it("takes no encoding but a literal 'base64'", () => {
    expect(() => parseStatement("SELECT encode(*, 'hex') AS x FROM 'a'")).toThrow("scheme 'base64'");
    expect(() => parseStatement("SELECT decode(a, b) AS x FROM 'a'")).toThrow("scheme 'base64'");
  });

  it('refuses what is nested without end', () => {
    const deep = `SELECT ${'('.repeat(1000)}a${')'.repeat(1000)} AS x FROM 'a'`;
    expect(() => parseStatement(deep)).toThrow('nested 200 deep');
  });

  it('keeps the topic filter', () => {
    expect(parseStatement("SELECT * FROM '$aws/events/presence/connected/+'").topicFilter).toBe(
      '$aws/events/presence/connected/+',
    );
  });
});
