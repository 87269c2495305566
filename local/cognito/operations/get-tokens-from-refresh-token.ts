// GetTokensFromRefreshToken: how today's Amplify client refreshes.
import type { Operation } from '../cognito-context';
import { requireKnownClient } from './known-client';
import { refreshTokens } from './refresh-tokens';

export const getTokensFromRefreshToken: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  return refreshTokens(cognito, body.text('RefreshToken', 131_072));
};
