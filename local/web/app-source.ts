// Where the app's files come from: the build's folder, or Vite's dev server.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface AppSource {
  /** Answers when there is a file for the request, otherwise calls `next`. */
  file(request: IncomingMessage, response: ServerResponse, next: () => void): void;
  /** The app's page, for the route that is asked for. */
  page(route: string): Promise<string>;
  close(): Promise<void>;
}
