// The address of a device's page.

/** Returns the path of a device's page. A gateway's child has a `/` in its name, which must not split the path. */
export function devicePath(thingName: string): string {
  return `/devices/${encodeURIComponent(thingName)}`;
}

/**
 * Returns the thing that a path names, or null when it names none. Read from the undecoded path: the router's own
 * parameters turn a literal `%2F` in a name into a slash.
 */
export function thingNameOfPath(pathname: string): string | null {
  const [, part] = pathname.match(/^\/devices\/([^/]+)\/?$/) ?? [];
  if (!part) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
