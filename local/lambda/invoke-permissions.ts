// The functions' resource policies: which AWS service may invoke which function, for what.
import { ACCOUNT_ID, type Assembly } from '../assembly/assembly';

/** Says whether `principal` (`iot.amazonaws.com`) may invoke the function for the resource `sourceArn`. */
export type MayInvoke = (principal: string, functionArn: string, sourceArn: string, sourceAccount?: string) => boolean;

/**
 * Reads every AWS::Lambda::Permission. A permission without SourceArn or SourceAccount allows any, as in AWS; wildcards in
 * SourceArn match as in policies (`ArnLike`).
 */
export function invokePermissions(assembly: Assembly): MayInvoke {
  const names = new Map(assembly.ofType('AWS::Lambda::Function').map(({ ref, arn }) => [ref, arn]));
  const permissions = assembly.ofType('AWS::Lambda::Permission').map(({ properties }) => {
    const { Action, FunctionName, Principal, SourceAccount, SourceArn } = properties as Record<string, unknown>;
    const named = String(FunctionName);
    return {
      invokes: ['lambda:InvokeFunction', 'lambda:*', '*'].includes(String(Action)),
      functionArn: names.get(named) ?? named,
      principal: String(Principal),
      sourceAccount: SourceAccount === undefined ? null : String(SourceAccount),
      sourceArn: typeof SourceArn === 'string' ? arnPattern(SourceArn) : null,
    };
  });
  return (principal, functionArn, sourceArn, sourceAccount = ACCOUNT_ID) =>
    permissions.some(
      (permission) =>
        permission.invokes &&
        permission.functionArn === functionArn &&
        permission.principal === principal &&
        (permission.sourceAccount === null || permission.sourceAccount === sourceAccount) &&
        (permission.sourceArn === null || permission.sourceArn.test(sourceArn)),
    );
}

// Each of an ARN's first five parts is matched by itself; the sixth may hold colons (IAM: ARN condition operators).
function arnPattern(pattern: string): RegExp {
  const parts = pattern.split(':');
  const patterns = [
    ...parts.slice(0, 5).map((part) => wildcard(part, '[^:]')),
    wildcard(parts.slice(5).join(':'), '.'),
  ];
  return new RegExp(`^${patterns.join(':')}$`, 's');
}

function wildcard(text: string, any: string): string {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return escaped.replaceAll('*', `${any}*`).replaceAll('?', any);
}
