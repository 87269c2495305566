// What an AppSync API is, as read from the assembly and before anything is compiled.

/** A template or module of a resolver, with a name for messages. */
export type ResolverCode =
  | { runtime: 'vtl'; name: string; request: string; response: string }
  | { runtime: 'js'; name: string; code: string };

export type DataSource =
  | { kind: 'none'; name: string }
  | { kind: 'dynamodb'; name: string; tableName: string; tableArn: string; roleArn: string }
  | { kind: 'lambda'; name: string; functionArn: string; roleArn: string };

/** One AppSync function: a step of a pipeline. */
export interface PipelineStep {
  code: ResolverCode;
  dataSource: DataSource;
}

/** A resolver of one field; a UNIT resolver is one step, a PIPELINE wraps its steps with code of its own. */
export type FieldResolver = { typeName: string; fieldName: string } & (
  | { kind: 'unit'; step: PipelineStep }
  | { kind: 'pipeline'; code: ResolverCode; steps: PipelineStep[] }
);

/** The user pool whose tokens the API takes. */
export interface TokenIssuer {
  /** `https://cognito-idp.<region>.amazonaws.com/<pool>`: what `iss` must be. */
  issuer: string;
  clientIds: ReadonlySet<string>;
  defaultAction: string;
}

export interface ApiDefinition {
  apiArn: string;
  sdl: string;
  tokens: TokenIssuer;
  allowsIam: boolean;
  /** The identity pool's id, for the identity of callers with its credentials; null without a pool. */
  identityPoolId: string | null;
  resolvers: FieldResolver[];
}
