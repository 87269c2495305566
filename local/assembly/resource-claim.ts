// What a service says of the resources that it runs. Each service's folder exports its claims from `claims.ts`.

/** A service's word that it does what a resource type says. */
export interface ResourceClaim {
  /** The CloudFormation type: `AWS::SQS::Queue`. */
  type: string;
  /** Top-level properties that the service honours. */
  properties: readonly string[];
  /** Properties that make no difference on a laptop, each with the reason. */
  ignored?: Readonly<Record<string, string>>;
}
