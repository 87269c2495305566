// Runs a parsed template: prints its text, or leaves with the value of #return.
import { arithmetic } from './arithmetic';
import type { Expression, Reference, Template, TemplateNode } from './template-syntax';
import { callMethod } from './value-methods';
import { isEqual, isTrue, print, type VtlMap, type VtlValue } from './vtl-value';

/** A function of `$util` or `$extensions`. */
export type TemplateFunction = (given: readonly VtlValue[]) => VtlValue;

/** What a template came to. */
export type Outcome = { kind: 'printed'; text: string } | { kind: 'returned'; value: VtlValue };

type Signal = { kind: 'break' } | { kind: 'return'; value: VtlValue } | null;

/** Runs `template`. `variables` are its references by name; #set changes them. Errors of functions pass through. */
export function evaluateTemplate(
  template: Template,
  variables: VtlMap,
  functions: (name: string) => TemplateFunction,
): Outcome {
  const run = new Run(variables, functions);
  const signal = run.nodes(template.nodes);
  return signal?.kind === 'return' ? { kind: 'returned', value: signal.value } : { kind: 'printed', text: run.printed };
}

class Run {
  printed = '';

  constructor(
    private readonly variables: VtlMap,
    private readonly functions: (name: string) => TemplateFunction,
  ) {}

  nodes(nodes: readonly TemplateNode[]): Signal {
    for (const node of nodes) {
      const signal = this.node(node);
      if (signal) return signal;
    }
    return null;
  }

  private node(node: TemplateNode): Signal {
    switch (node.kind) {
      case 'raw':
        this.printed += node.text;
        return null;
      case 'output':
        this.printed += this.rendered(node.reference);
        return null;
      case 'set':
        this.assign(node.target, this.value(node.value));
        return null;
      case 'if': {
        const branch = node.branches.find(({ condition }) => condition === null || isTrue(this.value(condition)));
        return branch ? this.nodes(branch.body) : null;
      }
      case 'foreach':
        return this.loop(node.variable, this.value(node.from), node.body);
      case 'break':
        return { kind: 'break' };
      case 'return':
        return { kind: 'return', value: this.value(node.value) };
    }
  }

  private loop(variable: string, from: VtlValue, body: readonly TemplateNode[]): Signal {
    const items = from instanceof Map ? [...from.values()] : Array.isArray(from) ? [...from] : [];
    const hidden = ['foreach', 'velocityCount', variable].map((name) => [name, this.variables.get(name)] as const);
    let signal: Signal = null;
    for (const [index, item] of items.entries()) {
      const state: VtlMap = new Map<string, VtlValue>([
        ['index', index],
        ['count', index + 1],
      ]);
      state.set('hasNext', index + 1 < items.length);
      this.variables
        .set('foreach', state)
        .set('velocityCount', index + 1)
        .set(variable, item);
      signal = this.nodes(body);
      if (signal) break;
    }
    for (const [name, value] of hidden) {
      if (value === undefined) this.variables.delete(name);
      else this.variables.set(name, value);
    }
    return signal?.kind === 'return' ? signal : null;
  }

  private rendered(reference: Reference): string {
    const value = this.reference(reference);
    if (value !== null) return print(value);
    return reference.isQuiet ? '' : reference.source;
  }

  private value(expression: Expression): VtlValue {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'text':
        return this.text(expression.parts);
      case 'list':
        return expression.items.map((item) => this.value(item));
      case 'range':
        return range(Number(this.value(expression.from)), Number(this.value(expression.to)));
      case 'map':
        return new Map(expression.entries.map(({ key, value }) => [print(this.value(key)), this.value(value)]));
      case 'operation':
        return this.operation(expression.operator, expression.operands);
      case 'reference':
        return this.reference(expression);
    }
  }

  private text(parts: readonly TemplateNode[]): string {
    const outer = this.printed;
    this.printed = '';
    this.nodes(parts);
    const text = this.printed;
    this.printed = outer;
    return text;
  }

  private operation(operator: string, [left, right]: readonly Expression[]): VtlValue {
    if (!left) return null;
    const a = this.value(left);
    if (operator === 'parenthesis') return a;
    if (operator === 'not') return !isTrue(a);
    if (operator === 'minus') return -Number(a);
    if (operator === '&&') return isTrue(a) && right !== undefined && isTrue(this.value(right));
    if (operator === '||') return isTrue(a) || (right !== undefined && isTrue(this.value(right)));
    const b = right ? this.value(right) : null;
    switch (operator) {
      case '==':
        return isEqual(a, b);
      case '!=':
        return !isEqual(a, b);
      case '+':
        return typeof a === 'number' && typeof b === 'number' ? a + b : print(a) + print(b);
      default:
        return typeof a === 'number' && typeof b === 'number' ? arithmetic(operator, a, b) : null;
    }
  }

  private reference({ name, call, path }: Reference): VtlValue {
    let value = call
      ? this.functions(call.function)(call.arguments.map((argument) => this.value(argument)))
      : (this.variables.get(name) ?? null);
    for (const step of path) {
      if (value === null) return null;
      if (step.kind === 'method')
        value = callMethod(
          value,
          step.name,
          step.arguments.map((argument) => this.value(argument)),
        );
      else value = member(value, step.kind === 'property' ? step.name : this.value(step.key));
    }
    return value;
  }

  private assign(target: Reference, value: VtlValue): void {
    const last = target.path.at(-1);
    if (!last) {
      this.variables.set(target.name, value);
      return;
    }
    const holder = this.reference({ ...target, path: target.path.slice(0, -1) });
    if (last.kind === 'method') return;
    const name = last.kind === 'property' ? last.name : this.value(last.key);
    if (holder instanceof Map) holder.set(print(name), value);
    else if (Array.isArray(holder) && typeof name === 'number') holder[name] = value;
  }
}

function member(value: VtlValue, name: VtlValue): VtlValue {
  if (value instanceof Map) return value.get(print(name)) ?? null;
  return Array.isArray(value) && typeof name === 'number' ? (value[name] ?? null) : null;
}

function range(from: number, to: number): number[] {
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + index * step);
}
