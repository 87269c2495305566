// Person as it comes from the API.
import { asRow, choiceField, numberField, textField } from '../rows/row-fields';
import { type Person, ROLES } from './person';

/**
 * Returns a person from their row, or undefined when it has no user name. A role of another name is no role: the person
 * counts as waiting. A missing time of sign-up becomes 0.
 */
export function parsePersonRow(value: unknown): Person | undefined {
  const row = asRow(value);
  const username = row && textField(row, 'username');
  if (!row || !username) return undefined;
  return {
    username,
    email: textField(row, 'email') ?? '',
    role: choiceField(row, 'role', ROLES),
    enabled: row.enabled === true,
    status: textField(row, 'status') ?? '',
    createdAt: numberField(row, 'createdAt') ?? 0,
  };
}
