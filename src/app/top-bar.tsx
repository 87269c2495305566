// Navigation. It shows only what works, and only what the role may open.
import { HeartPulse, RadioTower, Users } from 'lucide-react';
import { Link, NavLink } from 'react-router-dom';
import { useStore } from 'zustand';
import { sessionStore } from '../cloud/session';
import { BeaconMark } from '../ui/beacon-mark';
import { classNames } from '../ui/class-names';
import { LinkState } from './link-state';
import { UserMenu } from './user-menu';

const LINKS = [
  { to: '/', label: 'Fleet', icon: RadioTower, adminOnly: false },
  { to: '/health', label: 'Health', icon: HeartPulse, adminOnly: false },
  { to: '/settings/people', label: 'People', icon: Users, adminOnly: true },
];

/** The bar at the top of every page. */
export function TopBar() {
  const role = useStore(sessionStore, (session) => (session.kind === 'signedIn' ? session.role : null));
  const links = LINKS.filter((link) => !link.adminOnly || role === 'admin');

  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-[100rem] items-center gap-2 px-4 md:gap-6 md:px-8">
        <Link
          to="/"
          className="flex items-center gap-2.5 rounded-md font-semibold"
          aria-label="Fleetlight, to the fleet"
        >
          <BeaconMark className="size-7" />
          <span className="hidden md:inline">Fleetlight</span>
        </Link>
        <nav aria-label="Main" className="flex h-full items-stretch gap-1">
          {links.map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              to={to}
              end={to === '/'}
              className={({ isActive }) =>
                classNames(
                  'flex items-center gap-2 border-b-2 px-2 text-sm whitespace-nowrap sm:px-2.5 font-medium outline-offset-[-4px] transition-colors',
                  isActive ? 'border-accent text-ink' : 'border-transparent text-ink-soft hover:text-ink',
                )
              }
            >
              <Icon aria-hidden className="hidden size-4 sm:block" />
              {label}
            </NavLink>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1 md:gap-3">
          <LinkState />
          <UserMenu />
        </div>
      </div>
    </header>
  );
}
