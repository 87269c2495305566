// Whether a service may assume a role that the template gives it: the role's trust policy, as STS evaluates it.
import { ACCOUNT_ID, type Assembly } from '../assembly/assembly';
import { asRecord } from '../assembly/json-record';

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/**
 * Says whether `service` (`iot.amazonaws.com`) may assume the role on behalf of the resource `sourceArn`, which AWS's
 * services send as `aws:SourceArn` beside `aws:SourceAccount`. A role that is not in the assembly, or a condition that is
 * not understood, is no.
 */
export function trustsService(assembly: Assembly, roleArn: string, service: string, sourceArn: string): boolean {
  const role = assembly.ofType('AWS::IAM::Role').find(({ arn }) => arn === roleArn);
  const statements = list(asRecord(role?.properties.AssumeRolePolicyDocument)?.Statement).map(asRecord);
  const values = new Map([
    ['aws:sourceaccount', ACCOUNT_ID],
    ['aws:sourcearn', sourceArn],
  ]);
  let allowed = false;
  for (const statement of statements) {
    if (!statement) return false;
    const isForService =
      list(asRecord(statement.Principal)?.Service).includes(service) &&
      list(statement.Action).some((action) => action === 'sts:AssumeRole' || action === 'sts:*' || action === '*');
    if (!isForService) continue;
    const holds = conditionsHold(asRecord(statement.Condition) ?? {}, values);
    // A Deny whose condition is not understood must not be passed by.
    if (statement.Effect !== 'Allow' && holds !== false) return false;
    if (statement.Effect === 'Allow' && holds === true) allowed = true;
  }
  return allowed;
}

/** Null when an operator is not understood. */
function conditionsHold(conditions: Record<string, unknown>, values: ReadonlyMap<string, string>): boolean | null {
  for (const [operator, keys] of Object.entries(conditions)) {
    const wildcards = ['ArnLike', 'ArnEquals', 'StringLike'].includes(operator);
    if (!wildcards && operator !== 'StringEquals') return null;
    for (const [key, wanted] of Object.entries(asRecord(keys) ?? {})) {
      const actual = values.get(key.toLowerCase());
      const fits = (pattern: unknown) =>
        actual !== undefined && (wildcards ? fitsPattern(actual, String(pattern)) : actual === pattern);
      if (!list(wanted).some(fits)) return false;
    }
  }
  return true;
}

function fitsPattern(text: string, pattern: string): boolean {
  const escaped = pattern.replace(/[\\^$+.()|[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
