import { describe, expect, it } from 'vitest';
import { unexpectedLines } from './synthesis-output';

const KNOWN = [
  'Bundling asset amplify-fleetlight-local-sandbox-12067f497b/auth/admit-admins-lambda/Code/Stage...',
  '',
  '  ...b814ee2a8703c72e6998c5f2f7ff250c7dd98a451c8ec4-building/index.js  1.1mb ⚠️',
  '⚡ Done in 141ms',
  '[WARNING] aws-cdk-lib.CfnResource#addDependency is deprecated, and will be removed in the next major release.',
  '  Use `addResourceDependency` instead.',
];

describe('unexpectedLines', () => {
  it('drops progress and what the tools print for correct input', () => {
    expect(unexpectedLines(KNOWN.join('\n'))).toEqual([]);
  });

  it.each([
    '[WARNING] aws-cdk-lib.aws_lambda.FunctionOptions#logRetention is deprecated.',
    'npm warn Unknown user config "nodedir".',
    '▲ [WARNING] "import.meta" is not available with the "cjs" output format',
    '[WARNING] aws-cdk-lib.CfnResource#addDependency is deprecated, and more.',
  ])('keeps %s', (line) => {
    expect(unexpectedLines([...KNOWN, line].join('\n'))).toEqual([line]);
  });
});
