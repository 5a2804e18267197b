import { type Intent, subjectOf } from "../intent.ts";

const charactersAsked = 4;

/** The name whose end the reader types before they decide, and what it is the name of. */
export interface Confirmation {
  readonly what: string;
  readonly name: string;
  /** The name with its end left out: "orders-••••". */
  readonly masked: string;
  /** How many characters are asked for: four, or fewer where the name is shorter. */
  readonly length: number;
}

/** Never empty: what has no name, or only spaces for one, is called by the id that `fallback` gives. */
export function confirmationOf(intent: Intent, fallback: string): Confirmation {
  const { what, name } = namedIn(intent);
  const characters = [...plain(name)];
  if (characters.length === 0) return confirmationOfName("request", fallback);
  return confirmationOfName(what, characters.join(""));
}

/** Whether what was typed is how the name ends, in whatever case and with whatever spaces around it. */
export function isConfirmed({ name, length }: Confirmation, typed: string): boolean {
  return comparable(typed) === comparable([...name].slice(-length).join(""));
}

function confirmationOfName(what: string, name: string): Confirmation {
  const characters = [...name];
  const length = Math.min(charactersAsked, characters.length);
  return { what, name, masked: `${characters.slice(0, -length).join("")}${"•".repeat(length)}`, length };
}

/** A bulk request has a number for a subject, so its first instance stands for it. */
function namedIn(intent: Intent): Pick<Confirmation, "what" | "name"> {
  switch (intent.kind) {
    case "rds":
      return { what: "database", name: intent.instance.id };
    case "bulk":
      return {
        what: `first of ${intent.parts.length} databases`,
        name: intent.parts[0]?.instance.id ?? "",
      };
    case "message":
      return { what: "system", name: subjectOf(intent) };
    case "task":
      return { what: "task", name: subjectOf(intent) };
  }
}

function plain(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, " ").trim();
}

function comparable(text: string): string {
  return plain(text).toLowerCase();
}
