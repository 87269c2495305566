// The last resort: a part of the app threw while rendering.
import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';

/** Shows a page instead of nothing when something below it throws. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <BrokenPage /> : this.props.children;
  }
}

/** Says that the page broke and how to go on. Also what a route shows when loading or rendering it fails. */
export function BrokenPage() {
  return (
    <MessagePage
      icon={CircleAlert}
      title="This page broke"
      actions={
        <>
          <Button look="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
          <Button onClick={() => window.location.assign('/')}>Go to the fleet</Button>
        </>
      }
    >
      <p>
        Something went wrong while showing it, or a newer version of the app was published meanwhile. Reloading usually
        helps; nothing that was measured is lost.
      </p>
    </MessagePage>
  );
}
