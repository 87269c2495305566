// Where the app begins: configuration first, everything else needs it.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { loadSignedInApp } from './app/load-signed-in-app';
import { configureBackend } from './cloud/amplify-config';
import { wasSignedIn } from './cloud/was-signed-in';
import './app/theme.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root.');
const configured = configureBackend();
if (wasSignedIn()) void loadSignedInApp();

createRoot(root).render(
  <StrictMode>
    <App configured={configured} />
  </StrictMode>,
);
