// The wildcards of IAM policies: `*` for any text, `?` for one character, and `${name}` for a value of the request.

/** A pattern in pieces: literal text, a wildcard, or a variable whose value is taken literally. */
export type PatternPiece =
  | { kind: 'text'; text: string }
  | { kind: 'any' | 'one' }
  | { kind: 'variable'; name: string };

/**
 * Returns the pieces of `pattern`. `${*}`, `${?}` and `${$}` stand for the characters themselves (IAM User Guide,
 * "Policy variables").
 */
export function parsePattern(pattern: string): PatternPiece[] {
  return [...pattern.matchAll(/\$\{([^}]*)\}|\*|\?|[^*?$]+|\$/g)].map((match): PatternPiece => {
    const [piece, variable] = match;
    if (variable !== undefined) {
      return /^[*?$]$/.test(variable) ? { kind: 'text', text: variable } : { kind: 'variable', name: variable.trim() };
    }
    if (piece === '*') return { kind: 'any' };
    if (piece === '?') return { kind: 'one' };
    return { kind: 'text', text: piece };
  });
}

/**
 * Returns whether all of `value` matches. A variable without a value matches nothing. Takes time in proportion to the
 * product of both lengths at most, however many wildcards a pattern has.
 */
export function matchesPattern(
  pieces: readonly PatternPiece[],
  value: string,
  variable: (name: string) => string | undefined = () => undefined,
): boolean {
  // Characters, and the kinds of the wildcards at the positions in `wild`.
  const symbols: string[] = [];
  const wild = new Set<number>();
  for (const piece of pieces) {
    if (piece.kind === 'text' || piece.kind === 'variable') {
      const text = piece.kind === 'text' ? piece.text : variable(piece.name);
      if (text === undefined) return false;
      symbols.push(...text.split(''));
    } else {
      wild.add(symbols.length);
      symbols.push(piece.kind);
    }
  }
  // The last `*` takes one character more whenever what follows it does not match.
  let [at, position, retryAt, retryFrom] = [0, 0, -1, 0];
  while (position < value.length) {
    const isWild = wild.has(at);
    if (isWild && symbols[at] === 'any') {
      [retryAt, retryFrom] = [at + 1, position];
      at += 1;
    } else if (at < symbols.length && (isWild || symbols[at] === value[position])) {
      at += 1;
      position += 1;
    } else if (retryAt >= 0) {
      retryFrom += 1;
      [at, position] = [retryAt, retryFrom];
    } else {
      return false;
    }
  }
  while (wild.has(at) && symbols[at] === 'any') at += 1;
  return at === symbols.length;
}
