// Who may sign in: e-mail and password, three groups. Who signs up belongs to none until an admin lets them in.
import { defineAuth } from '@aws-amplify/backend';
import { admitAdmins } from '../functions/admit-admins/resource';

export const auth = defineAuth({
  loginWith: { email: true },
  groups: ['admin', 'operator', 'viewer'],
  triggers: { postConfirmation: admitAdmins },
  access: (allow) => [allow.resource(admitAdmins).to(['addUserToGroup'])],
});
