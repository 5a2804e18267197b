import { createHash } from "node:crypto";

/** A page's style, and how its content security policy names it, as it allows no other. */
export interface Sheet {
  readonly css: string;
  readonly hash: string;
}

export function makeSheet(css: string): Sheet {
  return { css, hash: `sha256-${createHash("sha256").update(css).digest("base64")}` };
}
