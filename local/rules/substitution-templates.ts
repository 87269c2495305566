// Substitution templates: `${expression}` inside a property of a rule's action.
import { evaluateExpression } from './sql/evaluate';
import type { MessageContext } from './sql/message-context';
import { parseTemplateExpression } from './sql/parse';
import { SqlError } from './sql/sql-error';
import { toText } from './sql/sql-value';
import type { Expression } from './sql/syntax-tree';

/** A property's text, cut into what stands as it is and what is computed for each message. */
export type Template = readonly (string | Expression)[];

/** Parses a property's text. Throws SqlError (`syntax` or `unsupported`) for a template without end or with bad SQL. */
export function parseTemplate(text: string): Template {
  const parts: (string | Expression)[] = [];
  let position = 0;
  for (;;) {
    const start = text.indexOf('$' + '{', position);
    if (start < 0) break;
    const end = endOfTemplate(text, start + 2);
    if (start > position) parts.push(text.slice(position, start));
    parts.push(parseTemplateExpression(text.slice(start + 2, end)));
    position = end + 1;
  }
  if (position < text.length) parts.push(text.slice(position));
  return parts;
}

/** Finds the brace that closes a template: not one in a string, nor one of an object inside. */
function endOfTemplate(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let index = from; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  throw new SqlError('syntax', `The substitution template in ${JSON.stringify(text)} has no end.`);
}

/**
 * Returns the text with every template replaced for this message; Undefined and Null become nothing. A template sees the
 * original payload, never the aliases of SELECT. Throws SqlError (`evaluation`) as evaluateExpression does.
 */
export function fillTemplate(template: Template, context: MessageContext): string {
  return template
    .map((part) => (typeof part === 'string' ? part : (toText(evaluateExpression(part, context)) ?? '')))
    .join('');
}
