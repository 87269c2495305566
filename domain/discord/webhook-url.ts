// The address of a webhook. Whoever has it can write to the channel: it is a secret from end to end.

/** A webhook's two parts. */
export interface Webhook {
  id: string;
  token: string;
}

// Nothing but Discord's own addresses: the function that posts must not be sent anywhere else. No port, no user, no query.
const WEBHOOK = /^https:\/\/(?:discord|discordapp)\.com\/api(?:\/v\d{1,2})?\/webhooks\/(\d{15,22})\/([\w-]{20,120})$/;

/** Returns the webhook of an address as Discord shows it, or null for any other address. */
export function parseWebhookUrl(url: string): Webhook | null {
  const [, id, token] = WEBHOOK.exec(url.trim()) ?? [];
  return id && token ? { id, token } : null;
}
