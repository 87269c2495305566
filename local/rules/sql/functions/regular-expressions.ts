// The documented functions of regular expressions. Patterns are JavaScript's; of Java's own syntax only a leading `(?i)`
// is translated. A pattern that is not valid gives Undefined, as documented.
import { ofTexts, type SqlFunctions } from './sql-function';

const COMPILED_LIMIT = 200;
const compiled = new Map<string, RegExp | null>();

/** Compiles once per pattern; bounded, because a pattern may come out of payloads. */
function regularExpression(pattern: string): RegExp | null {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  if (compiled.size >= COMPILED_LIMIT) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

function compile(pattern: string): RegExp | null {
  const ignoreCase = pattern.startsWith('(?i)');
  try {
    return new RegExp(ignoreCase ? pattern.slice(4) : pattern, ignoreCase ? 'gi' : 'g');
  } catch {
    return null;
  }
}

/** regexp_matches, regexp_replace and regexp_substr. */
export const REGULAR_EXPRESSION_FUNCTIONS: SqlFunctions = {
  regexp_matches: ofTexts(2, (text = '', pattern = '') => {
    const expression = regularExpression(pattern);
    return expression ? text.search(expression) >= 0 : undefined;
  }),
  regexp_replace: ofTexts(3, (text = '', pattern = '', replacement = '') => {
    const expression = regularExpression(pattern);
    return expression ? text.replace(expression, replacement) : undefined;
  }),
  regexp_substr: ofTexts(2, (text = '', pattern = '') => {
    const expression = regularExpression(pattern);
    const at = expression ? text.search(expression) : -1;
    if (!expression || at < 0) return undefined;
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    expression.lastIndex = 0;
    return found;
  }),
};
