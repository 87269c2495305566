// CloudFormation's intrinsic functions, resolved to plain values. What a name stands for is asked of the scope; this file
// knows the functions only.
import { ACCOUNT_ID, REGION } from './assembly';

/** Where an expression stands: what its names mean there. */
export interface IntrinsicScope {
  /** The stack's logical path, for errors. */
  stackPath: string;
  /** The value of a parameter, or what `Ref` gives for a resource. Throws for an unknown name. */
  ref(name: string): unknown;
  /** What `Fn::GetAtt` gives. Throws for an unknown resource or attribute. */
  getAtt(logicalId: string, attribute: string): unknown;
  /** The value of a named condition. Throws for an unknown name. */
  condition(name: string): boolean;
}

/** A template expression that the local cloud cannot resolve; the message names the expression and its stack. */
export class UnresolvableError extends Error {
  override name = 'UnresolvableError';
  constructor(problem: string, stackPath: string) {
    super(`${problem} (in the stack ${stackPath || 'root'}).`);
  }
}

const PSEUDO_PARAMETERS = new Map<string, unknown>([
  ['AWS::AccountId', ACCOUNT_ID],
  ['AWS::Region', REGION],
  ['AWS::Partition', 'aws'],
  ['AWS::URLSuffix', 'amazonaws.com'],
  ['AWS::NoValue', undefined],
]);

/**
 * Returns `value` with every intrinsic function in it replaced by its result, as the CloudFormation template reference
 * defines them: Ref, Fn::GetAtt, Fn::Join, Fn::Select, Fn::Split, Fn::Sub, Fn::If and Fn::Base64. `AWS::NoValue` removes
 * the property or list item that it stands for. Throws UnresolvableError for any other function.
 */
export function resolveIntrinsics(value: unknown, scope: IntrinsicScope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const intrinsic = entries.find(([key]) => key === 'Ref' || key.startsWith('Fn::'));
  if (intrinsic) {
    if (entries.length !== 1) throw new UnresolvableError(`${intrinsic[0]} stands beside other keys`, scope.stackPath);
    return callIntrinsic(intrinsic[0], intrinsic[1], scope);
  }
  const resolved = entries.map(([key, item]) => [key, resolveIntrinsics(item, scope)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== undefined));
}

function callIntrinsic(name: string, argument: unknown, scope: IntrinsicScope): unknown {
  const fail = (problem: string) => new UnresolvableError(`${name} ${problem}: ${excerpt(argument)}`, scope.stackPath);
  const pair = (): [unknown, unknown] => {
    if (Array.isArray(argument) && argument.length === 2) return [argument[0], argument[1]];
    throw fail('takes two arguments');
  };
  switch (name) {
    case 'Ref':
      if (typeof argument !== 'string') throw fail('takes a name');
      return refer(argument, scope);
    case 'Fn::GetAtt':
      return getAtt(argument, scope);
    case 'Fn::Join': {
      const [delimiter, list] = pair();
      const items = resolveIntrinsics(list, scope);
      if (typeof delimiter !== 'string' || !Array.isArray(items)) throw fail('takes a delimiter and a list');
      return items.map((item) => text(item, fail)).join(delimiter);
    }
    case 'Fn::Split': {
      const [delimiter, source] = pair();
      if (typeof delimiter !== 'string') throw fail('takes a delimiter and a text');
      return text(resolveIntrinsics(source, scope), fail).split(delimiter);
    }
    case 'Fn::Select': {
      const [index, list] = pair();
      const items = resolveIntrinsics(list, scope);
      const position = Number(resolveIntrinsics(index, scope));
      if (!Array.isArray(items) || !Number.isInteger(position)) throw fail('takes an index and a list');
      if (position < 0 || position >= items.length) throw fail('points outside its list');
      return items[position];
    }
    case 'Fn::Sub':
      return substitute(argument, scope, fail);
    case 'Fn::If': {
      if (!Array.isArray(argument) || argument.length !== 3) throw fail('takes a condition and two values');
      return resolveIntrinsics(scope.condition(String(argument[0])) ? argument[1] : argument[2], scope);
    }
    case 'Fn::Base64':
      return Buffer.from(text(resolveIntrinsics(argument, scope), fail)).toString('base64');
    default:
      throw fail('is an intrinsic function that the local cloud does not support');
  }
}

function refer(name: string, scope: IntrinsicScope): unknown {
  if (PSEUDO_PARAMETERS.has(name)) return PSEUDO_PARAMETERS.get(name);
  if (name.startsWith('AWS::')) {
    throw new UnresolvableError(`The local cloud does not support the pseudo parameter ${name}`, scope.stackPath);
  }
  return scope.ref(name);
}

function getAtt(argument: unknown, scope: IntrinsicScope): unknown {
  const path = typeof argument === 'string' ? argument.split('.') : argument;
  const [logicalId, ...attribute] = Array.isArray(path) ? path.map(String) : [];
  if (!logicalId || attribute.length === 0) {
    throw new UnresolvableError(`Fn::GetAtt takes a resource and an attribute: ${excerpt(argument)}`, scope.stackPath);
  }
  return scope.getAtt(logicalId, attribute.join('.'));
}

type Fail = (problem: string) => Error;

function substitute(argument: unknown, scope: IntrinsicScope, fail: Fail): string {
  const [template, variables] = Array.isArray(argument) ? [argument[0], argument[1] ?? {}] : [argument, {}];
  if (typeof template !== 'string' || typeof variables !== 'object') throw fail('takes a text and a map');
  const own = new Map<string, unknown>(Object.entries(variables));
  return template.replace(/\$\{([^}]*)\}/g, (_, raw: string) => {
    // `${!Literal}` is how a template writes `${Literal}` for somebody else to substitute.
    if (raw.startsWith('!')) return `\${${raw.slice(1)}}`;
    const name = raw.trim();
    if (own.has(name)) return text(resolveIntrinsics(own.get(name), scope), fail);
    return text(name.includes('.') ? getAtt(name, scope) : refer(name, scope), fail);
  });
}

function text(value: unknown, fail: Fail): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw fail('needs a text where it found another value');
}

function excerpt(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}
