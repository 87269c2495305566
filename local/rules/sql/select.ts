// What SELECT makes of its items.
import type { MessageContext, Scope } from './message-context';
import { SqlError } from './sql-error';
import { emptyObject, isSqlObject, ownValue, type SqlValue } from './sql-value';
import type { Expression, Selection } from './syntax-tree';

type Evaluate = (expression: Expression, scope: Scope, context: MessageContext) => SqlValue;

/**
 * Returns the selected value: everything, one value, or an object of the named items without those that are Undefined.
 * Throws SqlError (`evaluation`) when `*` stands beside other items and the payload is no JSON object.
 */
export function selectFrom(selection: Selection, scope: Scope, context: MessageContext, evaluate: Evaluate): SqlValue {
  if (selection.kind === 'value') return evaluate(selection.expression, scope, context);
  const everything = () => (scope ? scope.element : context.json());
  if (selection.kind === 'everything') return everything();
  const selected = emptyObject();
  for (const item of selection.items) {
    if (item.kind === 'everything') {
      const all = everything();
      if (!isSqlObject(all)) throw new SqlError('evaluation', 'SELECT *, … needs a payload that is a JSON object.');
      Object.assign(selected, all);
      continue;
    }
    const value = evaluate(item.expression, scope, context);
    if (value !== undefined) putAt(selected, item.path, value);
  }
  return selected;
}

/** Puts a value at `state.reported.temp`, copying the objects on the way: they may belong to the payload. */
function putAt(target: Record<string, SqlValue>, path: readonly string[], value: SqlValue): void {
  let object = target;
  for (const key of path.slice(0, -1)) {
    const existing = ownValue(object, key);
    const copy = Object.assign(emptyObject(), isSqlObject(existing) ? existing : {});
    object[key] = copy;
    object = copy;
  }
  const last = path.at(-1);
  if (last !== undefined) object[last] = value;
}
