// `npm run bench`: the whole local cloud under load, as docs/benchmarks.md describes.
import { measureDiscord } from './measure-discord';
import { measureFleet } from './measure-fleet';
import { measureFullStore } from './measure-full-store';
import { measureIdle } from './measure-idle';
import { measureIngest, measureIngestBatched } from './measure-ingest';
import { nodeRedPart } from './measure-node-red';
import { measurePresence } from './measure-presence';
import { measureRequests } from './measure-requests';
import { measureRules } from './measure-rules';
import { measureSoak } from './measure-soak';
import { measureStaleSweep } from './measure-stale-sweep';
import { measureStarts } from './measure-starts';
import { measureVisible } from './measure-visible';
import { runParts } from './run-parts';
import { findNodeRed } from './start-node-red';

const peer = findNodeRed(process.env.PEERS_DIR);

await runParts({
  command: 'bench',
  parts: {
    starts: measureStarts,
    visible: measureVisible,
    presence: measurePresence,
    ...(peer.ok && { 'node-red': nodeRedPart(peer.nodeRed) }),
    ingest: measureIngest,
    'ingest-batched': measureIngestBatched,
    fleet: measureFleet,
    requests: measureRequests,
    rules: measureRules,
    idle: measureIdle,
    discord: measureDiscord,
    'full-store': measureFullStore,
    'stale-sweep': measureStaleSweep,
  },
  onRequest: { soak: measureSoak },
  help: '\nnode-red is there when PEERS_DIR names a folder with Node-RED (docs/benchmarks.md).',
  notes: (names) => (names.includes('visible') ? [nodeRedNote(names)] : []),
});

function nodeRedNote(names: readonly string[]): string {
  if (!peer.ok) return `Node-RED was not run beside it: ${peer.problem}.`;
  if (!names.includes('node-red')) return 'Node-RED was not run beside it: --only leaves it out.';
  const { version, dashboardVersion } = peer.nodeRed;
  return `Node-RED ${version} with Dashboard ${dashboardVersion} ran beside it, without TLS, sign-in and storage.`;
}
