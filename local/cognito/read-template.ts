// Reads properties of a template's resource, which are untyped, into typed values. A property of an unexpected shape
// stops the start and is named.
import type { AssemblyResource } from '../assembly/assembly';

/** Something in the template that the local Cognito cannot honour. */
export class UnsupportedTemplateError extends Error {
  override name = 'UnsupportedTemplateError';
  readonly resolution = 'Change the resource in amplify/auth, or teach local/cognito the feature.';
  constructor(
    readonly logicalId: string,
    readonly property: string,
    problem: string,
  ) {
    super(`${logicalId}: ${property} ${problem}`);
  }
}

/** A cursor on one value of the template that knows where it stands, for messages. */
export class TemplateValue {
  constructor(
    private readonly logicalId: string,
    private readonly property: string,
    readonly raw: unknown,
  ) {}

  static of(resource: AssemblyResource): TemplateValue {
    return new TemplateValue(resource.logicalId, 'Properties', resource.properties);
  }

  at(key: string): TemplateValue {
    const parent = this.raw;
    const value =
      typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
        ? (parent as Record<string, unknown>)[key]
        : undefined;
    return new TemplateValue(this.logicalId, `${this.property}.${key}`, value);
  }

  refuse(problem: string): never {
    throw new UnsupportedTemplateError(this.logicalId, this.property, problem);
  }

  text(fallback?: string): string {
    const value = this.raw ?? fallback;
    return typeof value === 'string' ? value : this.refuse('must be a text.');
  }

  /** CloudFormation accepts "8" for 8. */
  number(fallback?: number): number {
    const value = typeof this.raw === 'string' ? Number(this.raw) : (this.raw ?? fallback);
    return typeof value === 'number' && Number.isFinite(value) ? value : this.refuse('must be a number.');
  }

  /** CloudFormation accepts "true" for true. */
  flag(fallback: boolean): boolean {
    const value = this.raw ?? fallback;
    if (value === true || value === 'true') return true;
    return value === false || value === 'false' ? false : this.refuse('must be true or false.');
  }

  list(): TemplateValue[] {
    if (this.raw === undefined) return [];
    if (!Array.isArray(this.raw)) return this.refuse('must be a list.');
    return this.raw.map((item, i) => new TemplateValue(this.logicalId, `${this.property}[${i}]`, item));
  }

  keys(): string[] {
    return typeof this.raw === 'object' && this.raw !== null ? Object.keys(this.raw) : [];
  }
}
