// Groups of the user pool to a role.
import { ROLES, type Role } from '../../domain/people/person';

/**
 * Returns the strongest role among the token's `cognito:groups`, or null when there is none. Groups of other names are
 * not ours and give nothing.
 */
export function readRole(groups: unknown): Role | null {
  if (!Array.isArray(groups)) return null;
  return ROLES.find((role) => groups.includes(role)) ?? null;
}
