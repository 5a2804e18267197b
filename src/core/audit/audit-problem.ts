import type { LinkFault } from "./check-link.ts";
import type { ToldField } from "./tell-field.ts";

interface InChain {
  readonly request: string;
  readonly sequence: number;
}

/** One thing that does not hold of the record. */
export type AuditProblem =
  | (InChain & LinkFault & { readonly kind: "broken-link"; readonly told?: ToldField | undefined })
  | (InChain & { readonly kind: "wrong-end"; readonly expected: string; readonly found: string })
  | { readonly kind: "no-request"; readonly request: string }
  | { readonly kind: "no-events"; readonly request: string }
  | (InChain & { readonly kind: "unreadable-event"; readonly why: string })
  | { readonly kind: "bad-line"; readonly line: number; readonly why: string }
  | { readonly kind: "bad-footer"; readonly why: string }
  | { readonly kind: "no-seal"; readonly day: string }
  | { readonly kind: "bad-seal"; readonly day: string; readonly why: string }
  | (InChain & { readonly kind: "event-gone"; readonly day: string })
  | (InChain & {
      readonly kind: "event-changed";
      readonly day: string;
      readonly expected: string;
      readonly found: string;
    })
  | (InChain & { readonly kind: "unsealed-event"; readonly day: string });

/** The problem in a sentence that names the place. */
export function auditProblemText(problem: AuditProblem): string {
  switch (problem.kind) {
    case "broken-link":
      return `${placeOf(problem)}: ${linkText(problem)}`;
    case "wrong-end":
      return `${placeOf(problem)}: the chain ends with ${problem.found}, but the request says that it ends with ${problem.expected}`;
    case "no-request":
      return `${problem.request}: there are events, but no request that says where they end`;
    case "no-events":
      return `${problem.request}: there is a request, but none of its events`;
    case "unreadable-event":
      return `${placeOf(problem)}: what is stored is no event: ${problem.why}`;
    case "bad-line":
      return `line ${problem.line}: ${problem.why}`;
    case "bad-footer":
      return `the last line: ${problem.why}`;
    case "no-seal":
      return `${problem.day}: the day has no seal`;
    case "bad-seal":
      return `${problem.day}: the seal does not hold: ${problem.why}`;
    case "event-gone":
      return `${placeOf(problem)}: sealed on ${problem.day}, and not there any more`;
    case "event-changed":
      return `${placeOf(problem)}: sealed on ${problem.day} with the hash ${problem.expected}, and now has ${problem.found}`;
    case "unsealed-event":
      return `${placeOf(problem)}: of ${problem.day}, but no seal has it`;
  }
}

function placeOf({ request, sequence }: InChain): string {
  return `${request}, event ${sequence}`;
}

function linkText({
  reason,
  expected,
  found,
  told,
}: LinkFault & { readonly told?: ToldField | undefined }): string {
  switch (reason) {
    case "gap":
      return `event ${expected} should come here, so events are missing, doubled or in another order`;
    case "wrong-previous-hash":
      return `previous_hash should be ${expected}, and is ${found}`;
    case "wrong-hash": {
      const was = told?.was === undefined ? "" : `, which was ${told.was}`;
      const field = told ? `${told.field} was changed${was}` : "its content was changed";
      return `${field}: hash should be ${expected}, and is ${found}`;
    }
  }
}
