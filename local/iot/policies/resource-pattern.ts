// Patterns of policy documents: literal text, `*`, `?` and policy variables. A variable's value is always literal text,
// whatever it contains, so that a client named `*` gets no wildcard.

type Token = { kind: 'text'; text: string } | { kind: 'any' } | { kind: 'one' } | { kind: 'variable'; name: string };

/** The values of policy variables; a name without a value is undefined. */
export type PolicyVariables = (name: string) => string | undefined;

/** A pattern as written in a policy document, parsed once. */
export interface PatternTemplate {
  tokens: readonly Token[];
}

/** A pattern with its variables filled in. */
export interface Pattern {
  matches(value: string): boolean;
}

/** Parses `arn:...:topic/${iot:ClientId}/*`. `${*}`, `${?}` and `${$}` stand for the characters themselves. */
export function parsePattern(source: string, wildcards = true): PatternTemplate {
  const tokens: Token[] = [];
  let text = '';
  const endText = () => {
    if (text) tokens.push({ kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    const end = source.startsWith('${', at) ? source.indexOf('}', at) : -1;
    if (end !== -1) {
      const name = source.slice(at + 2, end);
      at = end;
      if (name === '*' || name === '?' || name === '$') {
        text += name;
      } else {
        endText();
        tokens.push({ kind: 'variable', name });
      }
    } else if (wildcards && character === '*') {
      endText();
      tokens.push({ kind: 'any' });
    } else if (wildcards && character === '?') {
      endText();
      tokens.push({ kind: 'one' });
    } else {
      text += character;
    }
  }
  endText();
  return { tokens };
}

const ANY = -1;
const ONE = -2;

/** Fills in the variables. Returns null when one has no value: the statement then cannot match. */
export function fillPattern(template: PatternTemplate, variables: PolicyVariables): Pattern | null {
  const codes: number[] = [];
  let isLiteral = true;
  let literal = '';
  for (const token of template.tokens) {
    if (token.kind === 'any' || token.kind === 'one') {
      isLiteral = false;
      codes.push(token.kind === 'any' ? ANY : ONE);
      continue;
    }
    const text = token.kind === 'text' ? token.text : variables(token.name);
    if (text === undefined) return null;
    literal += text;
    for (let i = 0; i < text.length; i++) codes.push(text.charCodeAt(i));
  }
  if (isLiteral) return { matches: (value) => value === literal };
  return { matches: (value) => matchesCodes(codes, value) };
}

// Going back to the last `*` only: at most pattern length times value length steps, whatever a device names its topics.
// A regular expression of several `.*` would take that product to the power of their number.
function matchesCodes(codes: readonly number[], value: string): boolean {
  let at = 0;
  let valueAt = 0;
  let lastAny = -1;
  let resumeAt = 0;
  while (valueAt < value.length) {
    const code = codes[at];
    if (code === ANY) {
      lastAny = at++;
      resumeAt = valueAt;
    } else if (code === ONE || code === value.charCodeAt(valueAt)) {
      at++;
      valueAt++;
    } else if (lastAny !== -1) {
      at = lastAny + 1;
      valueAt = ++resumeAt;
    } else {
      return false;
    }
  }
  while (codes[at] === ANY) at++;
  return at === codes.length;
}
