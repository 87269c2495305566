// Reads customHttp.yml, the file from which Amplify Hosting takes its headers. Only the form that its documentation shows
// is understood; anything else is refused by line, so that a header is never silently lost.

export interface CustomHeader {
  name: string;
  value: string;
}

export interface HeaderRule {
  /** `**` for every path, `/folder/*` for what is below a folder, or one path. */
  pattern: string;
  headers: CustomHeader[];
}

/** A line of customHttp.yml that is not understood. */
export class CustomHeadersError extends Error {
  override name = 'CustomHeadersError';
  readonly resolution = "Write customHttp.yml as a list of `- pattern: '**'` with `headers:` of `- key:` and `value:`.";
  constructor(
    readonly line: number,
    text: string,
  ) {
    super(`customHttp.yml, line ${line}: cannot read "${text.trim()}".`);
  }
}

/** Parses the text of customHttp.yml. Throws CustomHeadersError. */
export function parseCustomHeaders(text: string): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#.*)?$/.test(line) || /^customHeaders:\s*$/.test(line) || /^ {4}headers:\s*$/.test(line)) continue;
    const pattern = quoted(/^ {2}- pattern: (.+)$/.exec(line)?.[1]);
    const key = quoted(/^ {6}- key: (.+)$/.exec(line)?.[1]);
    const value = quoted(/^ {8}value: (.+)$/.exec(line)?.[1]);
    const rule = rules.at(-1);
    const header = rule?.headers.at(-1);
    if (pattern !== undefined) rules.push({ pattern, headers: [] });
    else if (key !== undefined && rule) rule.headers.push({ name: key, value: '' });
    else if (value !== undefined && header?.value === '') header.value = value;
    else throw new CustomHeadersError(index + 1, line);
  }
  return rules;
}

/** The headers for a path; a later rule overrides an earlier one. Names are lower-case. */
export function headersFor(rules: readonly HeaderRule[], path: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const rule of rules.filter(({ pattern }) => matches(pattern, path))) {
    for (const { name, value } of rule.headers) headers.set(name.toLowerCase(), value);
  }
  return headers;
}

function matches(pattern: string, path: string): boolean {
  if (pattern === '**' || pattern === '**/*') return true;
  return pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function quoted(text: string | undefined): string | undefined {
  const [, single, double] = /^(?:'([^']*)'|"([^"\\]*)")\s*$/.exec(text ?? '') ?? [];
  return single ?? double;
}
