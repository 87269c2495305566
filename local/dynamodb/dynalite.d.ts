// dynalite brings no types; its server is all that a test takes of it.
declare module 'dynalite' {
  export default function dynalite(options?: { path?: string; createTableMs?: number }): import('node:http').Server;
}
