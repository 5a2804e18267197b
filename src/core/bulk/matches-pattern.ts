/**
 * Whether a name is what a pattern with `*` (any characters, none too) and `?` (any one) means. In time that grows with the
 * product of both lengths only, as anybody may type a pattern.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  let [at, wanted] = [0, 0];
  let lastStar: { readonly wanted: number; at: number } | undefined;
  while (at < name.length) {
    if (pattern[wanted] === "*") {
      lastStar = { wanted, at };
      wanted += 1;
    } else if (pattern[wanted] === "?" || pattern[wanted] === name[at]) {
      at += 1;
      wanted += 1;
    } else if (lastStar) {
      // The star takes one character more, and the rest is tried again.
      lastStar.at += 1;
      at = lastStar.at;
      wanted = lastStar.wanted + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(wanted));
}
