// What only a signed-in person with a role needs: loaded beside sign-in, not before it.
import { RouterProvider } from 'react-router-dom';
import { router } from './router';

/** The app behind the door. */
export default function SignedInApp() {
  return <RouterProvider router={router} />;
}
