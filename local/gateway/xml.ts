// Text inside the XML of the services that speak it.

const REFERENCES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for.
const SPECIAL = /[&<>"\u0000-\u001F\uFFFE\uFFFF]/g;

/** Returns `text` so that it can stand in an element; characters that XML cannot hold become numeric references. */
export function xmlText(text: string): string {
  return text.replace(
    SPECIAL,
    (character) => REFERENCES.get(character) ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}
