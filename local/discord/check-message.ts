// What Discord refuses of a webhook's message, in the shape in which it says so (error 50035, Invalid Form Body).

interface FieldError {
  code: string;
  message: string;
}
interface ErrorTree {
  [key: string]: ErrorTree | FieldError[];
}

/** A message that was taken, as far as the page shows it. */
export interface TakenMessage {
  content: string;
  embeds: TakenEmbed[];
  /** Whether the message may ping anybody. */
  mayMention: boolean;
}

export interface TakenEmbed {
  title: string;
  url: string | null;
  description: string;
  color: number;
  fields: { name: string; value: string; inline: boolean }[];
  footer: string;
}

export type CheckedMessage = { ok: true; message: TakenMessage } | { ok: false; error: object };

type Row = Record<string, unknown>;
const row = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Checks a body as Discord does (developer documentation: Execute Webhook, Embed limits). Never throws. */
export function checkMessage(value: unknown): CheckedMessage {
  const body = row(value);
  const errors: ErrorTree = {};
  const fail = (path: (string | number)[], code: string, message: string) => {
    let at = errors;
    for (const key of path) {
      at[key] ??= {};
      at = at[key] as ErrorTree;
    }
    at._errors = [...((at._errors as FieldError[] | undefined) ?? []), { code, message }];
  };
  const text = (from: Row, key: string, path: (string | number)[], most: number, required = false): string => {
    const found = from[key];
    if (found === undefined || found === null || found === '') {
      if (required) fail([...path, key], 'BASE_TYPE_REQUIRED', 'This field is required');
      return '';
    }
    if (typeof found !== 'string') {
      fail([...path, key], 'STRING_TYPE_CONVERT', 'Could not interpret the value as string.');
      return '';
    }
    if (found.length > most) fail([...path, key], 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
    return found;
  };

  const content = text(body, 'content', [], 2000);
  const rawEmbeds = list(body.embeds);
  if (rawEmbeds.length > 10) fail(['embeds'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  const embeds = rawEmbeds.map((raw, i): TakenEmbed => {
    const embed = row(raw);
    const path = ['embeds', i];
    const fields = list(embed.fields);
    if (fields.length > 25) fail([...path, 'fields'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
    const url = text(embed, 'url', path, 2048);
    if (url !== '' && !/^https?:\/\//.test(url)) {
      fail([...path, 'url'], 'URL_TYPE_INVALID_SCHEME', "Scheme must be one of ('http', 'https').");
    }
    const color = embed.color ?? 0;
    if (typeof color !== 'number' || color < 0 || color > 0xffffff) {
      fail([...path, 'color'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 16777215.');
    }
    return {
      title: text(embed, 'title', path, 256),
      url: url || null,
      description: text(embed, 'description', path, 4096),
      color: Number(color),
      fields: fields.map((each, j) => ({
        name: text(row(each), 'name', [...path, 'fields', j], 256, true),
        value: text(row(each), 'value', [...path, 'fields', j], 1024, true),
        inline: row(each).inline === true,
      })),
      footer: text(row(embed.footer), 'text', [...path, 'footer'], 2048),
    };
  });
  if (embeds.reduce((sum, embed) => sum + lengthOf(embed), 0) > 6000) {
    fail(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
  }
  if (Object.keys(errors).length > 0) {
    return { ok: false, error: { message: 'Invalid Form Body', code: 50035, errors } };
  }
  if (content === '' && embeds.every((embed) => lengthOf(embed) === 0)) {
    return { ok: false, error: { message: 'Cannot send an empty message', code: 50006 } };
  }
  const { parse, users, roles } = row(body.allowed_mentions);
  const named = list(users).length + list(roles).length > 0;
  const mayMention = body.allowed_mentions === undefined || list(parse).length > 0 || named;
  return { ok: true, message: { content, embeds, mayMention } };
}

function lengthOf({ title, description, fields, footer }: TakenEmbed): number {
  const inFields = fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return title.length + description.length + footer.length + inFields;
}
