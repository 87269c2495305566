// A role can be taken away while the page is open.
import { useEffect } from 'react';
import { CloudError } from '../cloud/cloud-error';
import { refreshSession } from '../cloud/session';
import { fleet } from '../features/fleet/fleet';

/** Reads the session again when the backend refuses the fleet: the person may have lost their role or their session. */
export function useAccessWatch(): void {
  useEffect(() => {
    let asked: unknown = null;
    return fleet.status.subscribe(({ failure }) => {
      if (failure === asked || !(failure instanceof CloudError)) return;
      asked = failure;
      if (failure.kind === 'notAllowed' || failure.kind === 'signedOut') void refreshSession();
    });
  }, []);
}
