/** One thing that was looked at, and how it is. */
export interface Finding {
  /** `skipped`: not set up, or not to be told from here. */
  readonly status: "ok" | "warning" | "problem" | "skipped";
  readonly about: string;
  readonly text: string;
  /** What to do about it. */
  readonly mend?: string | undefined;
}

/** One look at a deployment. It changes nothing, and throws where it got no answer. */
export interface Check {
  readonly name: string;
  readonly look: () => Promise<readonly Finding[]>;
}

export function fine(about: string, text: string): Finding {
  return { status: "ok", about, text };
}

export function problem(about: string, text: string, mend: string): Finding {
  return { status: "problem", about, text, mend };
}

export function warning(about: string, text: string, mend: string): Finding {
  return { status: "warning", about, text, mend };
}

export function skipped(about: string, text: string): Finding {
  return { status: "skipped", about, text };
}
