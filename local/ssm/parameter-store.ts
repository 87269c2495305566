// The parameters, in memory and in one file that is replaced as a whole. Secure values stand in it as they are, so it is
// readable by this user only.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

/** One parameter. */
export interface StoredParameter {
  name: string;
  type: ParameterType;
  value: string;
  version: number;
  /** Epoch ms. */
  modifiedAt: number;
  /** Declared by the template, which decides its value at every start and removes it when it no longer declares it. */
  fromTemplate: boolean;
}

/** Parameters by name. */
export interface ParameterStore {
  get(name: string): StoredParameter | undefined;
  /** Sorted by name. */
  all(): StoredParameter[];
  /** Sets the value, on disk when it returns, and returns the parameter with its new version. */
  put(name: string, type: ParameterType, value: string): StoredParameter;
  /** Returns whether there was one. */
  delete(name: string): boolean;
}

const FILE = 'ssm.json';

/** Opens the store in `dataDirectory` with what `assembly` declares. `nowMs` is the clock of modification times. */
export function openParameterStore(dataDirectory: string, assembly: Assembly, nowMs: () => number): ParameterStore {
  const path = join(dataDirectory, FILE);
  const stored: StoredParameter[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  const parameters = new Map(stored.map((parameter) => [parameter.name, parameter]));

  function set(name: string, type: ParameterType, value: string, fromTemplate: boolean): StoredParameter {
    const known = parameters.get(name);
    const version = (known?.version ?? 0) + 1;
    const parameter = { name, type, value, version, modifiedAt: nowMs(), fromTemplate };
    parameters.set(name, parameter);
    return parameter;
  }

  function save(): void {
    mkdirSync(dataDirectory, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    const file = openSync(unfinished, 'w', 0o600);
    writeFileSync(file, JSON.stringify([...parameters.values()], null, 2));
    fsyncSync(file);
    closeSync(file);
    renameSync(unfinished, path);
  }

  const declared = new Set<string>();
  for (const { ref: name, properties } of assembly.ofType('AWS::SSM::Parameter')) {
    const [type, value] = [properties.Type as ParameterType, String(properties.Value)];
    declared.add(name);
    const known = parameters.get(name);
    if (known?.value !== value || known.type !== type || !known.fromTemplate) set(name, type, value, true);
  }
  for (const { name, fromTemplate } of [...parameters.values()]) {
    if (fromTemplate && !declared.has(name)) parameters.delete(name);
  }
  save();

  return {
    get: (name) => parameters.get(name),
    all: () => [...parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    put(name, type, value) {
      const parameter = set(name, type, value, parameters.get(name)?.fromTemplate ?? false);
      save();
      return parameter;
    },
    delete(name) {
      const existed = parameters.delete(name);
      if (existed) save();
      return existed;
    },
  };
}
