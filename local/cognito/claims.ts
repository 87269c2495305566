// What the local Cognito supports of the template. A resource type or property that stands in no list of claims stops the
// start of the local cloud.
import type { ResourceClaim } from '../assembly/resource-claim';

// The hosted sign-in pages need a domain; without one their settings have no effect in AWS either.
const reason = 'no hosted sign-in pages';
const NO_HOSTED_PAGES = {
  AllowedOAuthFlows: reason,
  AllowedOAuthFlowsUserPoolClient: reason,
  AllowedOAuthScopes: reason,
  CallbackURLs: reason,
  LogoutURLs: reason,
  SupportedIdentityProviders: reason,
};

export const COGNITO_CLAIMS: ResourceClaim[] = [
  {
    type: 'AWS::Cognito::UserPool',
    properties: [
      'AdminCreateUserConfig',
      'AutoVerifiedAttributes',
      'LambdaConfig',
      'MfaConfiguration',
      'Policies',
      'Schema',
      'UserAttributeUpdateSettings',
      'UsernameAttributes',
      'UsernameConfiguration',
      'VerificationMessageTemplate',
    ],
    ignored: {
      AccountRecoverySetting: 'the verified e-mail address is the only way of recovery that the pool has',
      EmailVerificationMessage: 'VerificationMessageTemplate says the same',
      EmailVerificationSubject: 'VerificationMessageTemplate says the same',
      SmsVerificationMessage: 'no phone numbers',
    },
  },
  {
    type: 'AWS::Cognito::UserPoolClient',
    properties: [
      'AccessTokenValidity',
      'ExplicitAuthFlows',
      'IdTokenValidity',
      'PreventUserExistenceErrors',
      'RefreshTokenValidity',
      'TokenValidityUnits',
      'UserPoolId',
    ],
    ignored: { ClientName: 'a label', ...NO_HOSTED_PAGES },
  },
  {
    type: 'AWS::Cognito::UserPoolGroup',
    properties: ['Description', 'GroupName', 'Precedence', 'RoleArn', 'UserPoolId'],
  },
  {
    type: 'AWS::Cognito::IdentityPool',
    properties: ['AllowUnauthenticatedIdentities', 'CognitoIdentityProviders', 'SupportedLoginProviders'],
  },
  {
    type: 'AWS::Cognito::IdentityPoolRoleAttachment',
    properties: ['IdentityPoolId', 'RoleMappings', 'Roles'],
  },
];
