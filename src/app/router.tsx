// Every URL of the app. Pages are loaded when they are opened.
import { createBrowserRouter } from 'react-router-dom';
import { BrokenPage } from './error-boundary';
import { Shell } from './shell';
import { StartingPage } from './starting-page';

const page = (load: () => Promise<{ default: React.ComponentType }>) => async () => ({
  Component: (await load()).default,
});

export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <BrokenPage />,
    hydrateFallbackElement: <StartingPage />,
    children: [
      {
        errorElement: <BrokenPage />,
        children: [
          { index: true, lazy: page(() => import('../pages/fleet-page')) },
          { path: 'devices/:thingName', lazy: page(() => import('../pages/device-page')) },
          { path: 'health', lazy: page(() => import('../pages/health-page')) },
          { path: 'settings/people', lazy: page(() => import('../pages/people-page')) },
          { path: 'settings/discord', lazy: page(() => import('../pages/settings-discord-page')) },
          { path: '*', lazy: page(() => import('../pages/not-found-page')) },
        ],
      },
    ],
  },
]);
