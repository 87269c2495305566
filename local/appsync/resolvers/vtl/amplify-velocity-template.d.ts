// The parser half of Amplify's Velocity engine; its syntax tree is untyped and checked by lower-syntax.ts.
declare module 'amplify-velocity-template' {
  const velocity: { parse(source: string): unknown[] };
  export default velocity;
}
