import type { Person } from "../../src/core/person.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { cancel } from "../../src/core/transitions/cancel.ts";
import { decide } from "../../src/core/transitions/decide.ts";
import type { Sequential } from "../support/linearizability/find-linearization.ts";

/** What one person sends, or what is read. */
export type Input =
  | { readonly kind: "approve" | "reject" | "cancel"; readonly by: Person }
  | { readonly kind: "read" };

/** What is told of it: whether it counts, or what the request is. */
export type Output = "accepted" | "refused" | { readonly status: string; readonly approvals: number };

/** A request to which one thing happens at a time, as the pure core has it, at this moment. */
export function sequentialRequest(
  initial: ApprovalRequest,
  now: Date,
): Sequential<ApprovalRequest, Input, Output> {
  return {
    initial,
    apply: (request, input) => {
      if (input.kind === "read") return { state: request, output: readingOf(request) };
      const { kind, by } = input;
      const changed =
        kind === "cancel"
          ? cancel(request, { by, surface: "api" }, now)
          : decide(request, { kind, by, surface: "api", comment: "why", digest: undefined }, now);
      return changed.ok
        ? { state: changed.value.request, output: "accepted" }
        : { state: request, output: "refused" };
    },
    isSame: (expected, seen) => JSON.stringify(expected) === JSON.stringify(seen),
    keyOf: ({ status, decisions }) =>
      `${status} ${decisions.map(({ kind, by }) => `${kind} ${by.id}`).join()}`,
  };
}

export function readingOf({ status, decisions }: ApprovalRequest): Output {
  return { status, approvals: decisions.filter(({ kind }) => kind === "approve").length };
}
