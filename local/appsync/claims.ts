// The CloudFormation types and properties that the local AppSync honours.
import type { ResourceClaim } from '../assembly/resource-claim';

const TEMPLATES = [
  'RequestMappingTemplate',
  'RequestMappingTemplateS3Location',
  'ResponseMappingTemplate',
  'ResponseMappingTemplateS3Location',
  'Code',
  'CodeS3Location',
  'Runtime',
];

/** What the AppSync of the laptop stands for. */
export const appSyncClaims: readonly ResourceClaim[] = [
  {
    type: 'AWS::AppSync::GraphQLApi',
    properties: ['AdditionalAuthenticationProviders', 'AuthenticationType', 'UserPoolConfig'],
    ignored: { Name: 'a label of the console' },
  },
  { type: 'AWS::AppSync::GraphQLSchema', properties: ['ApiId', 'Definition', 'DefinitionS3Location'] },
  {
    type: 'AWS::AppSync::DataSource',
    properties: ['ApiId', 'DynamoDBConfig', 'LambdaConfig', 'Name', 'ServiceRoleArn', 'Type'],
  },
  {
    type: 'AWS::AppSync::FunctionConfiguration',
    properties: ['ApiId', 'DataSourceName', 'FunctionVersion', 'Name', ...TEMPLATES],
  },
  {
    type: 'AWS::AppSync::Resolver',
    properties: ['ApiId', 'DataSourceName', 'FieldName', 'Kind', 'PipelineConfig', 'TypeName', ...TEMPLATES],
  },
];
