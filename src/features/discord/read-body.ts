// A delivery's body, taken apart for showing it as Discord does.
import { asRow, numberField, parseJson, textField } from '../../../domain/rows/row-fields';

/** A piece of a text: words, a link, or a moment (epoch ms). */
export type Piece =
  | { kind: 'words'; text: string }
  | { kind: 'link'; text: string; url: string }
  | { kind: 'moment'; atMs: number; age: boolean };

export interface ShownEmbed {
  title: string;
  url: string | null;
  description: string;
  color: number;
  fields: { name: string; value: string }[];
  footer: string;
}

/** Returns the embeds of a message's JSON; of an unreadable one, none. */
export function readEmbeds(body: string): ShownEmbed[] {
  const embeds = asRow(parseJson(body))?.embeds;
  if (!Array.isArray(embeds)) return [];
  return embeds.flatMap((raw) => {
    const row = asRow(raw);
    if (!row) return [];
    const fields = Array.isArray(row.fields) ? row.fields : [];
    const url = textField(row, 'url');
    return {
      title: textField(row, 'title') ?? '',
      url: url && /^https?:\/\//.test(url) ? url : null,
      description: textField(row, 'description') ?? '',
      color: numberField(row, 'color') ?? 0,
      fields: fields.flatMap((each) => {
        const field = asRow(each);
        return field ? { name: textField(field, 'name') ?? '', value: textField(field, 'value') ?? '' } : [];
      }),
      footer: textField(asRow(row.footer) ?? {}, 'text') ?? '',
    };
  });
}

const TOKEN = /\\([^\w\s])|<t:(-?\d{1,12})(?::([fR]))?>|\[((?:\\.|[^\]\\])*)\]\((https?:\/\/[^\s)]+)\)/g;

/** Returns what of Discord's Markdown the messages use, in pieces; escapes become the characters they stand for. */
export function readPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  const words = (more: string) => {
    const last = pieces.at(-1);
    if (last?.kind === 'words') last.text += more;
    else if (more !== '') pieces.push({ kind: 'words', text: more });
  };
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    words(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, escaped, seconds, style, label, url] = match;
    if (escaped !== undefined) words(escaped);
    else if (seconds !== undefined) pieces.push({ kind: 'moment', atMs: Number(seconds) * 1000, age: style === 'R' });
    else pieces.push({ kind: 'link', text: (label ?? '').replace(/\\([^\w\s])/g, '$1'), url: url ?? '' });
  }
  words(text.slice(from));
  return pieces;
}
