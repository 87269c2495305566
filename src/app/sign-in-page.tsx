// The way in: sign in, sign up, confirm, forgotten password.
import { Authenticator } from '@aws-amplify/ui-react';
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
          <Authenticator loginMechanisms={['email']} formFields={FORM_FIELDS} />
          <p className="text-center text-xs text-ink-soft">
            New here? Create an account; an admin of the fleet then lets you in.
          </p>
        </div>
      </section>
    </main>
  );
}
