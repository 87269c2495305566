// An address that leads nowhere.
import { Compass } from 'lucide-react';
import { Link } from 'react-router-dom';
import { MessagePage } from '../ui/message-page';
import { usePageTitle } from '../ui/use-page-title';

/** Says so and points to the fleet. */
export default function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <MessagePage
      icon={Compass}
      title="There is no such page"
      actions={
        <Link to="/" className="rounded-md px-2 py-1 font-medium text-accent underline underline-offset-4">
          Go to the fleet
        </Link>
      }
    >
      <p>The address may be mistyped, or the page has moved.</p>
    </MessagePage>
  );
}
