// Who may import whom. The rules are generic: a new feature or page is guarded without being listed.
// tests/rooms/rooms.test.ts plants a forbidden import to prove that this check can fail.

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ knows no clock, network or cloud: it imports domain/ only.',
      severity: 'error',
      from: { path: '^domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'amplify-imports-domain-and-itself',
      severity: 'error',
      from: { path: '^amplify/' },
      to: { path: '^(src|local|tests|bench)/' },
    },
    {
      name: 'functions-are-strangers',
      comment: 'A handler imports its own folder and functions/shared.',
      severity: 'error',
      from: { path: '^amplify/functions/([^/]+)/', pathNot: '^amplify/functions/shared/' },
      to: { path: '^amplify/functions/', pathNot: ['^amplify/functions/$1/', '^amplify/functions/shared/'] },
    },
    {
      name: 'app-imports-domain-and-itself',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(amplify|local|tests|bench)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'app-takes-only-types-from-the-schema',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(amplify|local|tests|bench)/', pathNot: '^amplify/data/resource\\.ts$' },
    },
    {
      name: 'cloud-is-the-only-door',
      comment: 'Only src/cloud (and the sign-in providers in src/app) speak to aws-amplify.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cloud|app)/' },
      to: { path: 'node_modules/(aws-amplify|@aws-amplify)/' },
    },
    {
      name: 'features-are-strangers',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/(features|pages|app)/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'cloud-knows-no-screen',
      severity: 'error',
      from: { path: '^src/cloud/' },
      to: { path: '^src/', pathNot: '^src/cloud/' },
    },
    {
      name: 'ui-is-dumb',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^(src|domain)/', pathNot: '^src/ui/' },
    },
    {
      name: 'local-imports-domain-and-itself',
      comment: 'The local cloud learns of the backend from its assembly, never from its source.',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(amplify|src|tests|bench)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(domain|amplify|src|local)/' },
      to: { path: '^(tests|bench)/' },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(\\$amplify/|virtual:|aws-lambda$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^amplify/data/resolvers/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
