import { z } from "zod";
import { jsonObjectSchema } from "../../core/json.ts";
import { personIdSchema } from "../../core/person.ts";
import { risks } from "../../core/risk.ts";
import { detailText, longestDetail, longestDetailName, mostDetails } from "../../core/task/task-details.ts";
import { rejectionWays } from "../../core/task/task-state.ts";
import { longestText } from "../../core/transitions/create.ts";

/** The schedule looks once a minute, and one look may fail. */
const shortestHeartbeat = 180;

const detailsSchema = jsonObjectSchema.superRefine((details, context) => {
  const entries = Object.entries(details);
  const issue = (message: string, path: readonly string[] = []) =>
    context.addIssue({ code: "custom", message, path: [...path] });
  if (entries.length > mostDetails) issue(`${mostDetails} at most`);
  for (const [name, value] of entries) {
    const label = name.slice(0, longestDetailName);
    if (name.trim() === "" || name.length > longestDetailName) {
      issue(`a name has 1 to ${longestDetailName} characters`, [label]);
    }
    if (detailText(value).length > longestDetail) issue(`${longestDetail} characters at most`, [label]);
  }
});

/** What a workflow sends to the queue, but for its token. docs/step-functions.md explains each. */
export const taskSubmissionSchema = z.strictObject({
  intent: z.literal("task"),
  title: z.string().trim().min(1).max(150),
  details: detailsSchema.default({}),
  reason: z.string().trim().min(1).max(longestText).optional(),
  /** Counts where it is higher than the policy's. */
  risk: z.enum(risks).default("low"),
  /** Groups of the policy and people; left out, all whom the policy allows. */
  approvers: z.array(z.string().trim().min(1).max(254)).min(1).max(20).optional(),
  requested_by: personIdSchema.optional(),
  on_reject: z.enum(rejectionWays).default("decision"),
  execution: z
    .string()
    .regex(/^arn:[\w-]+:states:[\w-]*:\d*:execution:[^:\s]{1,80}:[^:\s]{1,80}$/, "the ARN of an execution")
    .optional(),
  timeout_seconds: z.int().min(60).max(99_999_999).optional(),
  heartbeat_seconds: z.int().min(shortestHeartbeat).max(99_999_999).optional(),
});

export type TaskSubmission = Readonly<z.output<typeof taskSubmissionSchema>>;

/** A message as the queue has it: whatever it asks for, its token says who waits for an answer. */
export const taskMessageSchema = z
  .looseObject({ task_token: z.string().min(1).max(2048) })
  .transform(({ task_token: token, ...submission }) => ({ token, submission }));

export type TaskMessage = Readonly<z.output<typeof taskMessageSchema>>;
