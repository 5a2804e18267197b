/** A text is no JSON, or nested too deep. Says nothing of what it holds: `JSON.parse` would quote from it, into the log. */
export class UnreadableJsonError extends Error {
  override readonly name = "UnreadableJsonError";
}

/** Nothing that Slack, Teams, AWS or a program of ours sends is nearly as deep; a stack ends at some thousand levels. */
const mostLevels = 64;

/** The value of a JSON text from outside. Throws an `UnreadableJsonError` for all that is none, and for more than 64 levels. */
export function readJson(text: string): unknown {
  const value = parse(text);
  if (isTooDeep(text)) throw new UnreadableJsonError(`is nested in more than ${mostLevels} levels`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableJsonError("is no JSON");
  }
}

/** Whether a text opens more brackets than anything here is to follow; what is within quotes opens none. */
export function isTooDeep(text: string): boolean {
  let levels = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "[" || token === "{") levels += 1;
    else if (token === "]" || token === "}") levels -= 1;
    if (levels > mostLevels) return true;
  }
  return false;
}
