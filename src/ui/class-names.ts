// Class lists with conditional parts.

/** Joins the given class names, leaving out what is empty or false. */
export function classNames(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
