import { describe, expect, it } from 'vitest';
import { MissingVariableError, readEnvironment } from './read-environment';

describe('readEnvironment', () => {
  it('returns what is set', () => {
    expect(readEnvironment({ A: '1', B: '2', C: '3' }, ['A'], ['B'])).toEqual({ A: '1', B: '2' });
  });

  it.each([undefined, '', '<value will be resolved during runtime>'])(
    'names a variable that is %j (fact 36)',
    (value) => {
      const read = () => readEnvironment({ A: value }, ['A']);
      expect(read).toThrow(MissingVariableError);
      expect(read).toThrow('A is not set');
      expect(readEnvironment({ A: value }, [], ['A'])).toEqual({});
    },
  );
});
