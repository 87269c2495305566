// Parses a mapping template: the Velocity grammar of Amplify's own engine, lowered to checked syntax once, at start.
/// <reference path="./amplify-velocity-template.d.ts" />
import velocity from 'amplify-velocity-template';
import { UnsupportedApi } from '../../unsupported-api';
import type { Expression, PathStep, Reference, Template, TemplateNode } from './template-syntax';

interface ParsedNode {
  type: string;
  id?: unknown;
  value?: unknown;
  path?: ParsedNode[];
  args?: ParsedNode[] | false;
  leader?: string;
  operator?: string;
  expression?: ParsedNode[];
  equal?: [ParsedNode, ParsedNode];
  condition?: ParsedNode;
  to?: string;
  from?: ParsedNode;
  isEval?: boolean;
  isRange?: boolean;
}
type Parsed = string | ParsedNode | Parsed[];

const FUNCTION_ROOTS: Readonly<Record<string, string>> = { util: 'util', utils: 'util', extensions: 'extensions' };

/** Returns the parsed template. Throws UnsupportedApi, naming the template, for syntax that is not executed here. */
export function parseTemplate(source: string, name: string): Template {
  return new Lowering(name).template(source);
}

class Lowering {
  private readonly functions = new Set<string>();
  private readonly methods = new Set<string>();
  private readonly properties = new Set<string>();

  constructor(private readonly name: string) {}

  template(source: string): Template {
    // The grammar knows `#return` with a value only.
    const nodes = this.nodes(this.parse(source.replace(/#return(?!\s*\()/g, '#return("")')));
    const { name, functions, methods, properties } = this;
    return { name, nodes, functions, methods, properties };
  }

  private parse(source: string): Parsed[] {
    try {
      return velocity.parse(source) as Parsed[];
    } catch (error) {
      throw new UnsupportedApi(
        this.name,
        `the syntax of this template: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  private nodes(parsed: readonly Parsed[]): TemplateNode[] {
    return parsed.flatMap((node): TemplateNode[] => {
      if (typeof node === 'string') return node === '' ? [] : [{ kind: 'raw', text: node }];
      if (Array.isArray(node)) return [this.block(node)];
      switch (node.type) {
        case 'comment':
          return [];
        case 'raw':
          return [{ kind: 'raw', text: String(node.value) }];
        case 'references':
          return [{ kind: 'output', reference: this.reference(node) }];
        case 'set': {
          const [target, value] = node.equal ?? this.fail('a #set without a value');
          return [{ kind: 'set', target: this.reference(target), value: this.expression(value) }];
        }
        case 'break':
          return [{ kind: 'break' }];
        case 'return':
          return [{ kind: 'return', value: this.expression(node.value as ParsedNode) }];
        default:
          return this.fail(`the directive ${String(node.id ?? node.type)}`);
      }
    });
  }

  private block(parsed: readonly Parsed[]): TemplateNode {
    const [head, ...rest] = parsed;
    if (typeof head !== 'object' || Array.isArray(head)) return this.fail('a block without a directive');
    if (head.type === 'foreach' && head.from && head.to !== undefined)
      return { kind: 'foreach', variable: head.to, from: this.expression(head.from), body: this.nodes(rest) };
    if (head.type !== 'if') return this.fail(`the directive #${head.type}`);
    const branches: { condition: Expression | null; body: Parsed[] }[] = [];
    for (const node of parsed) {
      if (typeof node === 'object' && !Array.isArray(node) && ['if', 'elseif', 'else'].includes(node.type))
        branches.push({ condition: node.condition ? this.expression(node.condition) : null, body: [] });
      else branches.at(-1)?.body.push(node);
    }
    return { kind: 'if', branches: branches.map(({ condition, body }) => ({ condition, body: this.nodes(body) })) };
  }

  private expression(node: ParsedNode): Expression {
    switch (node.type) {
      case 'string':
        return node.isEval ? this.text(String(node.value)) : { kind: 'literal', value: String(node.value) };
      case 'integer':
      case 'decimal':
        return { kind: 'literal', value: Number(node.value) };
      case 'bool':
        return { kind: 'literal', value: node.value === 'null' ? null : node.value === 'true' };
      case 'array': {
        const items = (node.value ?? []) as (ParsedNode | string)[];
        const all = items.map((item) => (typeof item === 'object' ? this.expression(item) : literal(Number(item))));
        const [from, to] = all;
        return node.isRange && from && to ? { kind: 'range', from, to } : { kind: 'list', items: all };
      }
      case 'map': {
        const entries = Object.entries((node.value ?? {}) as Record<string, ParsedNode>);
        return {
          kind: 'map',
          entries: entries.map(([key, value]) => ({ key: this.text(key), value: this.expression(value) })),
        };
      }
      case 'math': {
        const operands = (node.expression ?? []).map((operand) => this.expression(operand));
        return { kind: 'operation', operator: node.operator ?? '', operands };
      }
      case 'references':
        return this.reference(node);
      default:
        return this.fail(`the expression ${node.type}`);
    }
  }

  /** A double-quoted string. AppSync renders references in it, and no directives. */
  private text(value: string): Expression {
    if (!value.includes('$')) return literal(value);
    return { kind: 'text', parts: this.nodes(this.parse(value.replaceAll('#', '\\#'))) };
  }

  private reference(node: ParsedNode): Reference {
    const name = String(node.id);
    const steps = (node.path ?? []).map((step) => this.step(step));
    const source = `${node.leader ?? '$'}${name}${steps.map(printStep).join('')}`;
    const reference: Reference = {
      kind: 'reference',
      name,
      call: null,
      path: steps,
      source,
      isQuiet: node.leader === '$!',
    };
    const root = FUNCTION_ROOTS[name];
    if (root) {
      const called = steps.findIndex((step) => step.kind === 'method');
      const method = steps[called];
      if (method?.kind !== 'method') return this.fail(`${source}, which calls nothing`);
      const dotted = [root, ...steps.slice(0, called + 1).map((step) => ('name' in step ? step.name : ''))].join('.');
      this.functions.add(dotted);
      reference.call = { function: dotted, arguments: method.arguments };
      reference.path = steps.slice(called + 1);
    }
    for (const step of reference.path) {
      if (step.kind === 'method') this.methods.add(step.name);
      if (step.kind === 'property') this.properties.add(step.name);
    }
    const takesWhole = reference.path[0]?.kind !== 'property';
    if (takesWhole && (name === 'ctx' || name === 'context')) this.properties.add('*');
    return reference;
  }

  private step(step: ParsedNode): PathStep {
    if (step.type === 'property') return { kind: 'property', name: String(step.id) };
    if (step.type === 'index') return { kind: 'index', key: this.expression(step.id as ParsedNode) };
    const given = Array.isArray(step.args) ? step.args : [];
    return { kind: 'method', name: String(step.id), arguments: given.map((argument) => this.expression(argument)) };
  }

  private fail(what: string): never {
    throw new UnsupportedApi(this.name, what);
  }
}

const literal = (value: string | number): Expression => ({ kind: 'literal', value });
const printStep = (step: PathStep): string =>
  step.kind === 'property' ? `.${step.name}` : step.kind === 'method' ? `.${step.name}(…)` : '[…]';
