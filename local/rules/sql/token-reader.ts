// Reads tokens one after the other, for the parser.
import { lex, type Token } from './lex';
import { SqlError } from './sql-error';

export interface TokenReader {
  peek(): Token;
  next(): Token;
  /** Gives the last token back. */
  back(): void;
  /** Takes the keyword or symbol when it is next. */
  accept(text: string): boolean;
  /** Takes the keyword or symbol; throws SqlError (`syntax`) when something else is next. */
  expect(text: string): void;
  /** Takes a name; a keyword may be one too, because payloads have keys such as `value` or `end`. */
  expectName(): string;
  /** A SqlError (`syntax`) that says what was wanted and what is there. */
  refuse(wanted: string): SqlError;
}

/** Starts to read a text. Throws SqlError (`syntax`) when it cannot be cut into tokens. */
export function readTokens(text: string): TokenReader {
  const tokens = lex(text);
  let index = 0;
  // The last token is `end`, and it is never passed.
  const peek = () => tokens[Math.min(index, tokens.length - 1)] as Token;
  const next = () => {
    const token = peek();
    index += 1;
    return token;
  };
  const refuse = (wanted: string) => {
    const token = peek();
    return new SqlError('syntax', `Expected ${wanted} at character ${token.position}, found ${describe(token)}.`);
  };
  const accept = (text: string) => {
    const found = operatorText(peek()) === text;
    if (found) index += 1;
    return found;
  };
  return {
    peek,
    next,
    back: () => {
      index -= 1;
    },
    accept,
    refuse,
    expect(text) {
      if (!accept(text)) throw refuse(text);
    },
    expectName() {
      const token = peek();
      if (token.kind !== 'name' && token.kind !== 'keyword') throw refuse('a name');
      index += 1;
      return token.text;
    },
  };
}

/** The keyword or symbol of a token; null for names, numbers, strings and the end. */
export function operatorText(token: Token): string | null {
  if (token.kind === 'keyword') return token.keyword;
  return token.kind === 'symbol' ? token.symbol : null;
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end';
    case 'number':
      return String(token.value);
    case 'string':
      return 'a string';
    default:
      return token.kind === 'symbol' ? token.symbol : token.text;
  }
}
