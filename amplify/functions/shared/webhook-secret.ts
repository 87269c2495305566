// Where the webhook's address is kept: set in the app it is a SecureString of the parameter store, set at deployment an
// Amplify secret. It leaves this file as a webhook for who posts, never as a text for who logs.
import { createHash } from 'node:crypto';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { parseWebhookUrl, type Webhook } from '../../../domain/discord/webhook-url';
import { readEnvironment } from './read-environment';

/** A webhook that can be posted to. */
export interface KnownWebhook extends Webhook {
  source: 'app' | 'deployment';
  /** Tells one webhook from another without telling its address. */
  fingerprint: string;
}

/**
 * Returns the webhook, null when none is set: what was set in the app goes first. An address that is not Discord's counts
 * as none. Throws when the parameter store cannot be reached.
 */
export async function readWebhook(
  ssm: SSMClient,
  parameter: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KnownWebhook | null> {
  const fromApp = await readParameter(ssm, parameter);
  const known = fromApp === null ? null : describe(fromApp, 'app');
  if (known) return known;
  const { DISCORD_WEBHOOK_URL } = readEnvironment(env, [], ['DISCORD_WEBHOOK_URL']);
  return DISCORD_WEBHOOK_URL === undefined ? null : describe(DISCORD_WEBHOOK_URL, 'deployment');
}

function describe(url: string, source: KnownWebhook['source']): KnownWebhook | null {
  const webhook = parseWebhookUrl(url);
  if (!webhook) return null;
  const fingerprint = createHash('sha256').update(`${webhook.id}/${webhook.token}`).digest('hex').slice(0, 16);
  return { ...webhook, source, fingerprint };
}

async function readParameter(ssm: SSMClient, Name: string): Promise<string | null> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
    return Parameter?.Value ?? null;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return null;
    throw error;
  }
}
