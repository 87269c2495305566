// What AppSync adds to every schema: its scalars and directives.
import { awsScalars } from '../scalars/aws-scalars';

/** The scalars and directives that a schema may use without declaring them. */
export const sdlPrelude = `
${[...awsScalars.keys()].map((name) => `scalar ${name}`).join('\n')}
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
`;
