// What the tools print while the backend is synthesized. Progress is dropped, and so are warnings that a dependency prints
// for correct input, each with its reason; every other line is ours to mend.

const PROGRESS: readonly RegExp[] = [
  /^Bundling asset \S+\.\.\.$/,
  // esbuild's summary of a bundle larger than 1 MB.
  /^\s+\S+\.js\s+[\d.]+(b|kb|mb)( ⚠️)?$/i,
  /^⚡ Done in \d+ms$/,
];

const KNOWN_WARNINGS: readonly { text: string; reason: string }[] = [
  {
    text: 'Be careful when using @auth directives on a field in a root type. @auth directives on field definitions use the source object to perform authorization logic and the source will be an empty object for fields on root types. Static group authorization should perform as expected.',
    reason:
      'Printed for every custom operation that names its groups. Groups are static authorization, of which the text itself says that it works.',
  },
  {
    text: '[WARNING] aws-cdk-lib.CfnResource#addDependency is deprecated, and will be removed in the next major release.',
    reason: 'Called by @aws-amplify/graphql-model-transformer (createModelTableDataSource), once per model.',
  },
  {
    text: '  Use `addResourceDependency` instead.',
    reason: 'Second line of the warning above.',
  },
];

/** Returns the lines of `output` that are neither progress nor a known warning: none, when all is well. */
export function unexpectedLines(output: string): string[] {
  return output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .filter((line) => !PROGRESS.some((pattern) => pattern.test(line)))
    .filter((line) => !KNOWN_WARNINGS.some(({ text }) => text === line));
}
