// Who may use the dashboard, and as what.

/** A group of the user pool. `viewer` reads; `operator` also edits devices; `admin` also lets people in. */
export type Role = 'admin' | 'operator' | 'viewer';

export const ROLES: readonly Role[] = ['admin', 'operator', 'viewer'];

/** A person who signed up. `role` is null while they wait to be let in. */
export interface Person {
  username: string;
  email: string;
  role: Role | null;
  enabled: boolean;
  /** Cognito's user status, e.g. `CONFIRMED` or `UNCONFIRMED`. */
  status: string;
  /** Epoch ms. */
  createdAt: number;
}
