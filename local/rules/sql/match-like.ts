// LIKE: `%` stands for any characters, `_` for one.

/**
 * Says whether the whole text fits the pattern. It goes back to the last `%` only, so that a hostile text costs at most
 * text times pattern, which a regular expression would not promise.
 */
export function matchLike(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let lastPercent = -1;
  let retryAt = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '%') {
      lastPercent = inPattern;
      retryAt = at;
      inPattern += 1;
    } else if (wanted === '_' || wanted === text[at]) {
      at += 1;
      inPattern += 1;
    } else if (lastPercent >= 0) {
      inPattern = lastPercent + 1;
      retryAt += 1;
      at = retryAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '%') inPattern += 1;
  return inPattern === pattern.length;
}
