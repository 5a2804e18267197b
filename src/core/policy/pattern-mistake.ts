/** The longest text that a pattern is tried on; the values of tags are as long at most. */
export const longestMatched = 256;

/** About a second of the engine's steps. */
const mostSteps = 2e8;

/** A pattern that is written out, as `"..."`, `'...'` or `r"..."`. */
const literal = /\bmatches\s*\(\s*(r?)(["'])((?:\\.|(?!\2)[^\\\n])*)\2\s*\)/g;

/**
 * What is wrong with the patterns of a condition; nothing where each is sure to be tried in about a second. JavaScript's engine tries
 * what can match in several ways in all of them, so what repeats and what is optional is counted, and groups must not repeat.
 */
export function patternMistakeIn(condition: string): string | undefined {
  const patterns = [...condition.matchAll(literal)];
  if (patterns.length !== [...condition.matchAll(/\bmatches\s*\(/g)].length) {
    return "the pattern of matches() has to be written out, in quotes";
  }
  for (const [, raw = "", , text = ""] of patterns) {
    // Any other escape could write what is counted here.
    if (raw === "" && /\\[^\\"']/.test(text.replaceAll("\\\\", "")))
      return "in a pattern, write \\\\ for a backslash";
    const mistake = mistakeOf(raw === "" ? text.replace(/\\(.)/g, "$1") : text);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

function mistakeOf(pattern: string): string | undefined {
  const bare = pattern
    .replace(/\\./g, "x")
    .replace(/\[[^\]]*\]/g, "x")
    .replace(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, "(");
  if (/\)[*+{]/.test(bare)) return "a repetition of a whole group can take forever";
  const repetitions = [...bare.matchAll(/[*+]|\{\d+(?:,\d*)?\}/g)].length;
  const choices = [...bare.matchAll(/\||(?<![*+}])\?/g)].length;
  // Else it is tried from every character on.
  const degree = isAnchored(bare) ? repetitions : repetitions + 1;
  return waysOf(degree) * 2 ** choices > mostSteps
    ? "there are too many ways in which this pattern could match"
    : undefined;
}

function isAnchored(bare: string): boolean {
  const outside = (text: string): string => {
    const less = text.replace(/\([^()]*\)/g, "x");
    return less === text ? text : outside(less);
  };
  return bare.startsWith("^") && !outside(bare).includes("|");
}

/** In how many ways a text can be parted among so many repetitions. */
function waysOf(degree: number): number {
  let ways = 1;
  for (let one = 1; one <= degree; one += 1) ways *= longestMatched / one;
  return ways;
}
