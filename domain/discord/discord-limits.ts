// What Discord takes at most (Discord developer documentation: Webhook, Embed limits). Lengths are UTF-16 code units, the
// strictest way to count them.

export const DISCORD_LIMITS = {
  embeds: 10,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  /** Titles, descriptions, field names and values, and footers of all embeds of one message together. */
  everything: 6000,
} as const;

/** One embed, with the parts that are used here. */
export interface DiscordEmbed {
  title: string;
  url?: string;
  description?: string;
  color: number;
  fields?: { name: string; value: string; inline?: boolean }[];
  footer?: { text: string };
}

/** The body of a webhook's message. */
export interface DiscordMessage {
  embeds: DiscordEmbed[];
  /** Nothing in a text may ping anybody, whatever a device is called. */
  allowed_mentions: { parse: [] };
}
