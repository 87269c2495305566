// Strangers' words in a Discord message: device names, sites and reasons are hostile until they are escaped.

// What could hide or reorder the words around it: controls, bidirectional overrides, invisible characters.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const LONE_SURROGATES = /\p{Surrogate}/gu;
// Every character by which Discord's Markdown, mentions, emoji and links begin.
const MARKUP = /[\\*_~`|>#[\]()<:@-]/g;

/**
 * Returns `text` with at most `most` UTF-16 units. What is cut ends in an ellipsis, and neither a surrogate pair nor an
 * escape sequence is cut in two.
 */
export function truncate(text: string, most: number): string {
  if (text.length <= most) return text;
  let cut = text.slice(0, Math.max(0, most - 1));
  if (/[\uD800-\uDBFF]$/.test(cut)) cut = cut.slice(0, -1);
  const [escapes = ''] = /\\*$/.exec(cut) ?? [];
  if (escapes.length % 2 === 1) cut = cut.slice(0, -1);
  return most < 1 ? '' : `${cut}…`;
}

/**
 * Returns a stranger's text as one line that Discord shows as it is, at most `most` units before it is escaped; `?` when
 * there is nothing to see in it.
 */
export function plainText(text: string, most: number): string {
  const line = text.replace(LONE_SURROGATES, '\uFFFD').replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  return line === '' ? '?' : truncate(line, most).replace(MARKUP, '\\$&');
}

/** Returns a moment as Discord writes it in each reader's own zone: `f` as date and time, `R` as an age that ticks. */
export function timestamp(epochMs: number, style: 'f' | 'R'): string {
  return `<t:${Math.floor(epochMs / 1000)}:${style}>`;
}

/** Returns a duration in its two largest units: `42 s`, `5 min`, `1 h 5 min`, `3 d 4 h`. */
export function inWords(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1440)];
  const two = (large: string, small: number, unit: string) => (small > 0 ? `${large} ${small} ${unit}` : large);
  return hours < 24 ? two(`${hours} h`, minutes % 60, 'min') : two(`${days} d`, hours % 24, 'h');
}
