// Cuts a rules SQL statement into tokens.
import { SqlError } from './sql-error';

const KEYWORDS = [
  'SELECT',
  'VALUE',
  'FROM',
  'WHERE',
  'AS',
  'AND',
  'OR',
  'NOT',
  'IN',
  'LIKE',
  'EXISTS',
  'CASE',
  'WHEN',
  'THEN',
  'ELSE',
  'END',
  'TRUE',
  'FALSE',
  'NULL',
  'UNDEFINED',
] as const;
type Keyword = (typeof KEYWORDS)[number];
const KEYWORD_SET: ReadonlySet<string> = new Set(KEYWORDS);

/** One token; `position` counts characters from 0. A keyword keeps its text, because it may also name a payload key. */
export type Token =
  | { kind: 'number'; value: number; position: number }
  | { kind: 'string'; value: string; quote: "'" | '"'; position: number }
  | { kind: 'name'; text: string; position: number }
  | { kind: 'keyword'; keyword: Keyword; text: string; position: number }
  | { kind: 'symbol'; symbol: string; position: number }
  | { kind: 'end'; position: number };

const TOKEN =
  /\s+|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|'(?<single>(?:[^']|'')*)'|"(?<double>(?:[^"]|"")*)"|(?<name>[A-Za-z_]\w*)|(?<symbol><>|<=|>=|[-+*/%=<>().,{}:[\]])/y;

/** Returns the tokens of a statement, closed by `end`. Throws SqlError (`syntax`) at a character that fits nowhere. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match?.groups) throw new SqlError('syntax', unexpected(text, position));
    const token = tokenOf(match.groups, position);
    if (token) tokens.push(token);
    position = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', position: text.length });
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>, position: number): Token | null {
  const { number, single, double, name, symbol } = groups;
  if (number !== undefined) return { kind: 'number', value: Number(number), position };
  if (single !== undefined) return { kind: 'string', value: single.replaceAll("''", "'"), quote: "'", position };
  if (double !== undefined) return { kind: 'string', value: double.replaceAll('""', '"'), quote: '"', position };
  if (symbol !== undefined) return { kind: 'symbol', symbol, position };
  if (name === undefined) return null;
  const upper = name.toUpperCase();
  if (KEYWORD_SET.has(upper)) return { kind: 'keyword', keyword: upper as Keyword, text: name, position };
  return { kind: 'name', text: name, position };
}

function unexpected(text: string, position: number): string {
  const character = text.charAt(position);
  if (character === "'" || character === '"') return `The string that starts at character ${position} has no end.`;
  if (text.startsWith('!=', position)) return 'Write <> for "not equal"; rules SQL has no !=.';
  return `Unexpected ${JSON.stringify(character)} at character ${position}.`;
}
