import type { PersonId } from "../../core/person.ts";
import { personIdSchema } from "../../core/person.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import type { Change } from "../../core/transitions/change.ts";
import { create, type NewRequest } from "../../core/transitions/create.ts";

/** Who asks, and who would have to agree as well and never does: nobody has these addresses (RFC 2606). */
const asker = { id: personIdSchema.parse("doctor@countersign.invalid"), name: "countersign doctor" } as const;
const nobody = personIdSchema.parse("nobody@countersign.invalid");

const minutesGood = 15;

/** Where the card of a test goes. */
export type TestRoutes = Pick<NewRequest, "slackChannels" | "teamsChannels" | "emailRecipients">;

interface TestRequest {
  readonly id: RequestId;
  readonly tenant: string;
  readonly approver: PersonId;
  readonly routes: TestRoutes;
  readonly nonce: string;
}

/**
 * A request that says everywhere that it is a test. One approval is asked of the operator; a second one, of nobody, is missing for
 * ever, so that it can be approved on its way and never becomes approved: nothing is sent to any poller, whatever dies meanwhile.
 */
export function testRequest({ id, tenant, approver, routes, nonce }: TestRequest, now: Date): Change {
  const created = create(
    {
      id,
      tenant,
      intent: {
        kind: "message",
        subject: "countersign-doctor",
        issue: "This is a test of countersign doctor. Nothing will happen, and nobody has to do anything.",
        action: "countersign_doctor_test",
        parameters: {},
      },
      description: {
        title: "TEST by countersign doctor: nothing to do",
        effect: "This is a test. It is approved and cancelled by itself within a minute, and runs nothing.",
        facts: [],
      },
      requestedBy: asker,
      requestedVia: "api",
      justification: "A test of every step from the request to its card and back.",
      environment: "test",
      environmentSource: "countersign doctor",
      risk: "low",
      requirement: {
        approvals: 2,
        raisedBy: [],
        approvers: [approver, nobody],
        escalationApprovers: [],
        groups: [],
        rules: [],
        policyVersion: "countersign-doctor",
      },
      ...routes,
      expiresAt: new Date(now.getTime() + minutesGood * 60_000),
      action: { nonce, runWithinSeconds: 60, looks: 0 },
    },
    now,
  );
  if (!created.ok) throw new Error(`The test cannot be asked for: ${created.error.kind}`);
  return created.value;
}

export const testAsker = asker;

/** Whether the operator's approval has counted. */
export function hasCounted(request: ApprovalRequest | undefined, approver: PersonId): boolean {
  return request?.decisions.some(({ kind, by }) => kind === "approve" && by.id === approver) ?? false;
}
