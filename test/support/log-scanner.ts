import type { Log } from "../../src/log.ts";
import { makeLog } from "../../src/log.ts";

/** A line of the log that holds what no line may hold. */
export interface Leak {
  /** What it is, never the thing itself: this, too, is printed. */
  readonly secret: string;
  readonly line: string;
}

export type LogScanner = ReturnType<typeof makeLogScanner>;

/** What gives a secret away by its looks, whoever it belongs to. */
const looks: Readonly<Record<string, RegExp>> = {
  "a token of Slack's": /\bxox[abeoprs]-[\w-]{8,}/,
  "a token of Slack's apps": /\bxapp-[\w-]{8,}/,
  "a signature of Slack's": /\bv0=[0-9a-f]{64}\b/,
  "a JSON Web Token": /\beyJ[\w-]{8,}\.[\w-]{8,}\./,
  "a bearer's token": /\bBearer\s+[\w.~+/-]{8,}/i,
  "a webhook's secret": /\bwhsec_[\w+/=]{8,}/,
  "an API key": /\bcs_[0-9a-hjkmnp-tv-z]{12}_[\w-]{8,}/,
  "an access key of AWS": /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  "a signature of AWS": /\bX-Amz-(?:Signature|Security-Token)=[\w%]{8,}/i,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
};

/** So much of a secret in a row is no chance any more: an error of `JSON.parse` quotes ten characters from where it gave up. */
const fragmentLength = 10;

/**
 * Takes what handlers log, as their real log writes it, and finds secrets in it: by their looks, and every known one whole or in
 * part, as it is or in base64, hexadecimal, a URL or JSON. Known secrets have 10 characters at least.
 */
export function makeLogScanner() {
  const lines: string[] = [];
  const fragments = new Map<string, string>();

  /** Names a secret that no line may hold; another may be named so, too. */
  function watch(name: string, secret: string): void {
    if (secret.length < fragmentLength)
      throw new RangeError(`${name} is too short to be told from other text`);
    for (const form of formsOf(secret)) {
      for (let at = 0; at + fragmentLength <= form.length; at += 1) {
        fragments.set(form.slice(at, at + fragmentLength), name);
      }
    }
  }

  function leaksIn(line: string): readonly Leak[] {
    const found = new Set<string>();
    for (const [name, look] of Object.entries(looks)) if (look.test(line)) found.add(name);
    for (let at = 0; at + fragmentLength <= line.length; at += 1) {
      const name = fragments.get(line.slice(at, at + fragmentLength));
      if (name !== undefined) found.add(name);
    }
    return [...found].map((secret) => ({ secret, line }));
  }

  return {
    lines,
    watch,
    /** Every leak so far. */
    leaks: (): readonly Leak[] => lines.flatMap(leaksIn),
    /** The real log of a function, with every level on. */
    logOf: (functionName: string): Log =>
      makeLog({ level: "trace", format: "json" }, functionName, { write: (line) => void lines.push(line) }),
  };
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const inUrl = encodeURIComponent(secret);
  const forms = [secret, JSON.stringify(secret).slice(1, -1), inUrl, bytes.toString("hex")];
  // Wherever it begins within three bytes, base64 writes it another way; the ends depend on what stands beside it.
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(before === 0 ? 0 : 4, -4);
    return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...new Set([...forms, ...inBase64])];
}
