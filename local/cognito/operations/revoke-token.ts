// RevokeToken: signing out on one device.
import type { Operation } from '../cognito-context';
import { requireKnownClient } from './known-client';

export const revokeToken: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  await cognito.sessions.revoke(body.text('Token', 131_072));
  return {};
};
