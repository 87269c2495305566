// What stands around every page: the way around, the state of the link, and whose session it is.
import { useEffect } from 'react';
import { Outlet, ScrollRestoration } from 'react-router-dom';
import { useStore } from 'zustand';
import { linkStore } from '../cloud/link';
import { superviseLink } from '../cloud/supervise-link';
import { fleet } from '../features/fleet/fleet';
import { ConnectionBanner } from './connection-banner';
import { TopBar } from './top-bar';
import { useAccessWatch } from './use-access-watch';

/** The frame of the signed-in app. It keeps the fleet live as long as it is shown. */
export function Shell() {
  useEffect(superviseLink, []);
  useEffect(() => fleet.start(), []);
  useEffect(
    () =>
      linkStore.subscribe(({ link }) => {
        if (link.kind === 'lost') fleet.markGap();
      }),
    [],
  );
  useAccessWatch();
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');

  return (
    <div data-link={lost ? 'lost' : 'live'} className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-30 rounded-md bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <TopBar />
      <ConnectionBanner />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-[100rem] flex-1 px-4 pt-5 pb-12 outline-none md:px-8"
      >
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}
