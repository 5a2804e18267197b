import type { Policy } from "../../core/policy/policy.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { Meter } from "../ports/meter.ts";
import type { SubmitRequest } from "../submit/submit-request.ts";
import { measurementOfRefusal } from "./measurement-of-refusal.ts";

/** The same use case, which measures what it refuses. */
export function measureRefusals(
  submitRequest: SubmitRequest,
  { policy, meter }: { readonly policy: Policy; readonly meter: Meter },
): SubmitRequest {
  return async (submission) => {
    const submitted = await submitRequest(submission);
    if (!submitted.ok) {
      const { operation, template = "" } = submission;
      const asked = policy.templates[template]?.operation ?? operation;
      const measurement = measurementOfRefusal(
        policy,
        submitted.error,
        findOperation(asked)?.name ?? "unknown",
      );
      if (measurement) meter.record(measurement);
    }
    return submitted;
  };
}
