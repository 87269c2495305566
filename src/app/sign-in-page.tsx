// The way in: sign in, sign up, confirm, forgotten password.
import { Authenticator, useAuthenticator } from '@aws-amplify/ui-react';
import { I18n } from 'aws-amplify/utils';
import { BeaconMark } from '../ui/beacon-mark';
import { Notice } from '../ui/notice';
import { usePageTitle } from '../ui/use-page-title';
import './authenticator.css';

interface SignInPageProps {
  /** True when a session was there and is over. */
  ended: boolean;
}

// The labels are written here so that they do not depend on the library's defaults.
const FORM_FIELDS = {
  signIn: {
    username: { label: 'E-mail', placeholder: 'you@example.com', autocomplete: 'username' },
    password: { label: 'Password', placeholder: '', autocomplete: 'current-password' },
  },
  signUp: {
    email: { label: 'E-mail', placeholder: 'you@example.com', order: 1 },
    password: { label: 'Password', placeholder: '', order: 2 },
    confirm_password: { label: 'Password again', placeholder: '', order: 3 },
  },
  confirmSignUp: { confirmation_code: { label: 'Code from the e-mail', placeholder: '' } },
  forgotPassword: { username: { label: 'E-mail', placeholder: 'you@example.com' } },
  confirmResetPassword: {
    confirmation_code: { label: 'Code from the e-mail', placeholder: '' },
    password: { label: 'New password', placeholder: '' },
    confirm_password: { label: 'New password again', placeholder: '' },
  },
};

// The library writes in title case, of emails and of logging in; the rest of the app does not.
I18n.putVocabulariesForLanguage('en', {
  'Sign In': 'Sign in',
  'Create Account': 'Create account',
  'Creating Account': 'Creating the account',
  'Back to Sign In': 'Back to sign-in',
  'Reset Password': 'Reset your password',
  'Resend Code': 'Send another code',
  'We Emailed You': 'Look into your mailbox',
  'We Sent A Code': 'Look into your mailbox',
  'Your code is on the way. To log in, enter the code we emailed to': 'A code is on its way. Enter what was sent to',
  'Your code is on the way. To log in, enter the code we sent you': 'A code is on its way. Enter it here',
  'Change Password': 'Choose a new password',
  Submit: 'Set the new password',
  Submitting: 'Setting it',
  'Incorrect username or password.': 'E-mail or password is wrong.',
  'User does not exist.': 'E-mail or password is wrong.',
  'Invalid verification code provided, please try again.': 'That is not the code. Look again, or send another one.',
});

const COMPONENTS = {
  SignUp: {
    Footer: () => <p className="text-center text-sm text-ink-soft">An admin of the fleet then lets you in.</p>,
  },
  // The library knows no way back from here, but who mistyped the address needs one.
  ConfirmSignUp: { Footer: BackToSignIn },
  ConfirmResetPassword: { Footer: BackToSignIn },
};

function BackToSignIn() {
  const { toSignIn } = useAuthenticator(({ route }) => [route]);
  return (
    <div data-amplify-footer="">
      <button type="button" className="amplify-button amplify-button--link" onClick={toSignIn}>
        Back to sign-in
      </button>
    </div>
  );
}

/** The sign-in page. The address is left alone: after sign-in the wanted page opens. */
export default function SignInPage({ ended }: SignInPageProps) {
  usePageTitle('Sign in');
  return (
    <main className="grid min-h-dvh content-start lg:grid-cols-[1fr_1fr] lg:content-stretch">
      <section className="flex flex-col gap-4 px-6 pt-10 pb-2 lg:justify-center lg:bg-accent-wash lg:px-16">
        <div className="mx-auto flex w-full max-w-md flex-col gap-4">
          <div className="flex items-center gap-3">
            <BeaconMark className="size-10 lg:size-12" />
            <h1 className="text-xl font-semibold lg:text-2xl">Fleetlight</h1>
          </div>
          <p className="text-ink-soft lg:text-lg">What your devices measure and whether they are there, live.</p>
        </div>
      </section>
      <section aria-label="Sign in" className="flex flex-col px-6 py-6 lg:justify-center">
        <div className="mx-auto flex w-full max-w-md flex-col gap-4">
          {ended && <Notice tone="info">Your session has ended. Sign in again to go on where you were.</Notice>}
          <Authenticator loginMechanisms={['email']} formFields={FORM_FIELDS} components={COMPONENTS} />
        </div>
      </section>
    </main>
  );
}
