// Typed access to the properties of a template's resource; what is not there stops the start, named.
import type { AssemblyResource } from '../assembly/assembly';
import { UnsupportedApi } from './unsupported-api';

/** Returns the object at `key`, or undefined. */
export function section(properties: Record<string, unknown>, key: string): Record<string, unknown> | undefined {
  const value = properties[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** Returns the text at `key`, or undefined. */
export function optionalText(properties: Record<string, unknown>, key: string): string | undefined {
  const value = properties[key];
  return typeof value === 'string' ? value : undefined;
}

/** Returns the text at `key`. Throws UnsupportedApi, naming the resource, when there is none. */
export function text(resource: AssemblyResource, properties: Record<string, unknown>, key: string): string {
  const value = optionalText(properties, key);
  if (value === undefined) throw new UnsupportedApi(resource.logicalId, `a ${resource.type} without ${key}`);
  return value;
}

/** Returns the texts of a list at `key`; an absent list is empty. */
export function texts(properties: Record<string, unknown>, key: string): string[] {
  const value = properties[key];
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}
