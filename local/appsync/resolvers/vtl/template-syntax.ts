// The syntax of a mapping template, after parsing and checking.

export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A double-quoted string: its references are rendered into it. */
  | { kind: 'text'; parts: TemplateNode[] }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'range'; from: Expression; to: Expression }
  | { kind: 'map'; entries: { key: Expression; value: Expression }[] }
  | { kind: 'operation'; operator: string; operands: Expression[] }
  | Reference;

/** `$name.step.step`, or `$util.name(…).step` when `call` is set. */
export interface Reference {
  kind: 'reference';
  name: string;
  /** A function of `$util` or `$extensions`, by its dotted name: `util.dynamodb.toDynamoDB`. */
  call: { function: string; arguments: Expression[] } | null;
  path: PathStep[];
  /** What stands in the template; Velocity prints it when the value is null. */
  source: string;
  /** `$!name` prints nothing instead. */
  isQuiet: boolean;
}

export type PathStep =
  | { kind: 'property'; name: string }
  | { kind: 'method'; name: string; arguments: Expression[] }
  | { kind: 'index'; key: Expression };

export type TemplateNode =
  | { kind: 'raw'; text: string }
  | { kind: 'output'; reference: Reference }
  | { kind: 'set'; target: Reference; value: Expression }
  | { kind: 'if'; branches: { condition: Expression | null; body: TemplateNode[] }[] }
  | { kind: 'foreach'; variable: string; from: Expression; body: TemplateNode[] }
  | { kind: 'break' }
  | { kind: 'return'; value: Expression };

/** A parsed template with the functions and methods that it names. */
export interface Template {
  name: string;
  nodes: TemplateNode[];
  functions: ReadonlySet<string>;
  methods: ReadonlySet<string>;
  /** Properties read anywhere, so that what nobody reads need not be prepared; `*` when the context is taken as a whole. */
  properties: ReadonlySet<string>;
}
