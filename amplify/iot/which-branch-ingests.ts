// IoT Core is one per account and region, so exactly one deployment may take the fleet's messages.

/**
 * Says whether this deployment's IoT rules are enabled. `INGEST=on|off` decides; without it only a branch deployment of
 * `main` ingests, so that previews and sandboxes neither swallow the fleet nor write to its channels.
 */
export function ingestsHere(env: Record<string, string | undefined>, deploymentType: string): boolean {
  const asked = env.INGEST?.trim().toLowerCase();
  if (asked === 'on') return true;
  if (asked === 'off') return false;
  if (asked) throw new Error(`INGEST is "${env.INGEST}"; set it to "on" or "off", or leave it unset.`);
  return deploymentType === 'branch' && env.AWS_BRANCH === 'main';
}
