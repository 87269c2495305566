// Reads the API's share of the assembly. One API, its schema, data sources, functions and resolvers.
import { ACCOUNT_ID, type Assembly, type AssemblyResource, REGION } from '../assembly/assembly';
import type {
  ApiDefinition,
  DataSource,
  FieldResolver,
  PipelineStep,
  ResolverCode,
  TokenIssuer,
} from './api-definition';
import { optionalText, section, text, texts } from './read-properties';
import { UnsupportedApi } from './unsupported-api';

/** Returns the one AppSync API of the assembly. Throws UnsupportedApi for anything that it cannot run. */
export function readApi(assembly: Assembly): ApiDefinition {
  const [api, ...others] = assembly.ofType('AWS::AppSync::GraphQLApi');
  if (!api || others.length > 0) throw new UnsupportedApi('the assembly', 'anything but exactly one GraphQL API');
  const modes = authenticationModes(api);
  const schema = assembly.ofType('AWS::AppSync::GraphQLSchema')[0];
  if (!schema) throw new UnsupportedApi(api.logicalId, 'an API without a schema');

  const dataSources = new Map(assembly.ofType('AWS::AppSync::DataSource').map((resource) => readDataSource(resource)));
  const dataSource = (resource: AssemblyResource): DataSource => {
    const name = text(resource, resource.properties, 'DataSourceName');
    const found = dataSources.get(name);
    if (!found) throw new UnsupportedApi(resource.logicalId, `the unknown data source ${name}`);
    return found;
  };
  const steps = new Map(
    assembly.ofType('AWS::AppSync::FunctionConfiguration').map((resource): [string, PipelineStep] => [
      // A resolver names its functions by `GetAtt FunctionId`: the last part of what `Ref` gives.
      resource.ref.slice(resource.ref.lastIndexOf('/') + 1),
      {
        code: readCode(assembly, resource, text(resource, resource.properties, 'Name')),
        dataSource: dataSource(resource),
      },
    ]),
  );
  const stepOf = (resolver: AssemblyResource, id: string): PipelineStep => {
    const found = steps.get(id);
    if (!found) throw new UnsupportedApi(resolver.logicalId, `the unknown function ${id}`);
    return found;
  };

  return {
    apiArn: api.arn,
    sdl:
      optionalText(schema.properties, 'Definition') ??
      assembly.assetText(text(schema, schema.properties, 'DefinitionS3Location')),
    tokens: readTokenIssuer(assembly, api),
    allowsIam: modes.has('AWS_IAM'),
    identityPoolId: assembly.ofType('AWS::Cognito::IdentityPool')[0]?.ref ?? null,
    resolvers: assembly.ofType('AWS::AppSync::Resolver').map((resource): FieldResolver => {
      const typeName = text(resource, resource.properties, 'TypeName');
      const fieldName = text(resource, resource.properties, 'FieldName');
      const code = readCode(assembly, resource, `${typeName}.${fieldName}`);
      if (resource.properties.Kind !== 'PIPELINE')
        return { typeName, fieldName, kind: 'unit', step: { code, dataSource: dataSource(resource) } };
      const ids = texts(section(resource.properties, 'PipelineConfig') ?? {}, 'Functions');
      return { typeName, fieldName, kind: 'pipeline', code, steps: ids.map((id) => stepOf(resource, id)) };
    }),
  };
}

function authenticationModes(api: AssemblyResource): Set<string> {
  const additional = api.properties.AdditionalAuthenticationProviders;
  const providers = [api.properties, ...(Array.isArray(additional) ? (additional as Record<string, unknown>[]) : [])];
  const modes = new Set(providers.map((provider) => text(api, provider, 'AuthenticationType')));
  for (const mode of modes) {
    if (mode !== 'AMAZON_COGNITO_USER_POOLS' && mode !== 'AWS_IAM')
      throw new UnsupportedApi(api.logicalId, `authentication by ${mode}`);
  }
  if (api.properties.AuthenticationType !== 'AMAZON_COGNITO_USER_POOLS')
    throw new UnsupportedApi(api.logicalId, 'a default authentication other than the user pool');
  return modes;
}

function readTokenIssuer(assembly: Assembly, api: AssemblyResource): TokenIssuer {
  const pool = section(api.properties, 'UserPoolConfig');
  if (!pool) throw new UnsupportedApi(api.logicalId, 'an API without UserPoolConfig');
  const poolId = text(api, pool, 'UserPoolId');
  const clients = assembly
    .ofType('AWS::Cognito::UserPoolClient')
    .filter((client) => client.properties.UserPoolId === poolId);
  return {
    issuer: `https://cognito-idp.${text(api, pool, 'AwsRegion')}.amazonaws.com/${poolId}`,
    clientIds: new Set(clients.map((client) => client.ref)),
    defaultAction: optionalText(pool, 'DefaultAction') ?? 'ALLOW',
  };
}

function readDataSource(resource: AssemblyResource): [name: string, DataSource] {
  const name = text(resource, resource.properties, 'Name');
  const type = text(resource, resource.properties, 'Type');
  switch (type) {
    case 'NONE':
      return [name, { kind: 'none', name }];
    case 'AMAZON_DYNAMODB': {
      const tableName = text(resource, section(resource.properties, 'DynamoDBConfig') ?? {}, 'TableName');
      const tableArn = `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${tableName}`;
      return [
        name,
        { kind: 'dynamodb', name, tableName, tableArn, roleArn: text(resource, resource.properties, 'ServiceRoleArn') },
      ];
    }
    case 'AWS_LAMBDA': {
      const functionArn = text(resource, section(resource.properties, 'LambdaConfig') ?? {}, 'LambdaFunctionArn');
      return [
        name,
        { kind: 'lambda', name, functionArn, roleArn: text(resource, resource.properties, 'ServiceRoleArn') },
      ];
    }
    default:
      throw new UnsupportedApi(resource.logicalId, `the data source type ${type}`);
  }
}

function readCode(assembly: Assembly, resource: AssemblyResource, name: string): ResolverCode {
  const { properties } = resource;
  const inlineOrAsset = (key: string): string | undefined => {
    const location = optionalText(properties, `${key}S3Location`);
    return optionalText(properties, key) ?? (location === undefined ? undefined : assembly.assetText(location));
  };
  const runtime = section(properties, 'Runtime')?.Name;
  if (runtime === 'APPSYNC_JS') {
    const code = inlineOrAsset('Code');
    if (code === undefined) throw new UnsupportedApi(resource.logicalId, 'APPSYNC_JS without code');
    return { runtime: 'js', name, code };
  }
  const request = inlineOrAsset('RequestMappingTemplate');
  const response = inlineOrAsset('ResponseMappingTemplate');
  if (request === undefined || response === undefined)
    throw new UnsupportedApi(resource.logicalId, 'a resolver without both mapping templates');
  return { runtime: 'vtl', name, request, response };
}
