// Every operation of the user pool API that the local cloud answers: by whom it may be sent decides the table it is in.
import { adminAddUserToGroup } from './admin/admin-add-user-to-group';
import { adminDisableUser } from './admin/admin-disable-user';
import { adminEnableUser } from './admin/admin-enable-user';
import { adminGetUser } from './admin/admin-get-user';
import { adminListGroupsForUser } from './admin/admin-list-groups-for-user';
import { adminRemoveUserFromGroup } from './admin/admin-remove-user-from-group';
import { adminUserGlobalSignOut } from './admin/admin-user-global-sign-out';
import { listUsers } from './admin/list-users';
import { listUsersInGroup } from './admin/list-users-in-group';
import type { Operation } from './cognito-context';
import { changePassword } from './operations/change-password';
import { confirmForgotPassword } from './operations/confirm-forgot-password';
import { confirmSignUp } from './operations/confirm-sign-up';
import { deleteUser } from './operations/delete-user';
import { deleteUserAttributes } from './operations/delete-user-attributes';
import { forgotPassword } from './operations/forgot-password';
import { getTokensFromRefreshToken } from './operations/get-tokens-from-refresh-token';
import { getUser } from './operations/get-user';
import { getUserAttributeVerificationCode } from './operations/get-user-attribute-verification-code';
import { globalSignOut } from './operations/global-sign-out';
import { initiateAuth } from './operations/initiate-auth';
import { resendConfirmationCode } from './operations/resend-confirmation-code';
import { respondToAuthChallenge } from './operations/respond-to-auth-challenge';
import { revokeToken } from './operations/revoke-token';
import { signUp } from './operations/sign-up';
import { updateUserAttributes } from './operations/update-user-attributes';
import { verifyUserAttribute } from './operations/verify-user-attribute';

/** Sent unsigned by the app; what protects them is a password, a code or an access token in the body. */
export const CLIENT_OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['ChangePassword', changePassword],
  ['ConfirmForgotPassword', confirmForgotPassword],
  ['ConfirmSignUp', confirmSignUp],
  ['DeleteUser', deleteUser],
  ['DeleteUserAttributes', deleteUserAttributes],
  ['ForgotPassword', forgotPassword],
  ['GetTokensFromRefreshToken', getTokensFromRefreshToken],
  ['GetUser', getUser],
  ['GetUserAttributeVerificationCode', getUserAttributeVerificationCode],
  ['GlobalSignOut', globalSignOut],
  ['InitiateAuth', initiateAuth],
  ['ResendConfirmationCode', resendConfirmationCode],
  ['RespondToAuthChallenge', respondToAuthChallenge],
  ['RevokeToken', revokeToken],
  ['SignUp', signUp],
  ['UpdateUserAttributes', updateUserAttributes],
  ['VerifyUserAttribute', verifyUserAttribute],
]);

/** Signed with AWS credentials; the caller's policies must allow `cognito-idp:<operation>` on the pool. */
export const ADMIN_OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['AdminAddUserToGroup', adminAddUserToGroup],
  ['AdminDisableUser', adminDisableUser],
  ['AdminEnableUser', adminEnableUser],
  ['AdminGetUser', adminGetUser],
  ['AdminListGroupsForUser', adminListGroupsForUser],
  ['AdminRemoveUserFromGroup', adminRemoveUserFromGroup],
  ['AdminUserGlobalSignOut', adminUserGlobalSignOut],
  ['ListUsers', listUsers],
  ['ListUsersInGroup', listUsersInGroup],
]);
