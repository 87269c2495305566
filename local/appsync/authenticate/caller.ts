// Who makes a request, once it has been verified.
import type { IamPrincipal } from '../../gateway/aws-service';

interface CallerBase {
  /** `$context.identity`, as AppSync documents it for the mode. */
  identity: Record<string, unknown>;
  /** Epoch ms after which the caller's proof no longer holds; null when it is checked per request only. */
  expiresAt: number | null;
}

/** A verified caller. `authType` is what `util.authType()` returns for the mode. */
export type Caller =
  | (CallerBase & { mode: 'userPool'; authType: 'User Pool Authorization'; groups: readonly string[] })
  | (CallerBase & { mode: 'iam'; authType: 'IAM Authorization'; principal: IamPrincipal });
