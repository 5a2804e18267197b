import { z } from "zod";
import { jsonObjectSchema, sha256OfJson } from "./json.ts";
import { type Start, startSchema } from "./timing/start.ts";

/** Which database is meant, beyond the name that may be given to another one later. */
const instanceIdentitySchema = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  /** RDS's `DbiResourceId`: stays with the instance for life and is never given again. */
  resourceId: z.string(),
});

export type InstanceIdentity = z.infer<typeof instanceIdentitySchema>;

const rdsIntentSchema = z.object({
  kind: z.literal("rds"),
  operation: z.string(),
  instance: instanceIdentitySchema,
  /** The instance's account and region in words, where the policy knows several. */
  place: z.string().exactOptional(),
  parameters: jsonObjectSchema,
  /** What the approval rests on, as it was when it was asked for. Requests from before this was noted have none. */
  state: jsonObjectSchema.exactOptional(),
  /** The id of the snapshot that is made before the operation, where one is. */
  safetySnapshot: z.string().exactOptional(),
  /** At once where nothing is said. */
  start: startSchema.exactOptional(),
});

export const intentSchema = z.discriminatedUnion("kind", [
  rdsIntentSchema,
  z.object({
    kind: z.literal("bulk"),
    operation: z.string(),
    /** How many of them run at the same time. */
    parallelism: z.int().min(1).max(10),
    /** One for each instance, in the order in which they start. */
    parts: z.array(rdsIntentSchema).min(1),
    /** When the first of them start. */
    start: startSchema.exactOptional(),
  }),
  z.object({
    kind: z.literal("message"),
    subject: z.string(),
    issue: z.string(),
    action: z.string(),
    parameters: jsonObjectSchema,
  }),
  z.object({
    kind: z.literal("task"),
    title: z.string(),
    details: jsonObjectSchema,
  }),
]);

/** What is asked for: an RDS operation, on one instance or on several, an action for an on-premises system, or a paused workflow's task. */
export type Intent = z.infer<typeof intentSchema>;

export type RdsIntent = Extract<Intent, { kind: "rds" }>;

/** One operation on several instances, approved as one. */
export type BulkIntent = Extract<Intent, { kind: "bulk" }>;

export const digestSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"Digest">();

/** SHA-256 of an intent's canonical JSON: what is approved, and what must still be true when it runs. */
export type Digest = z.infer<typeof digestSchema>;

/** The digest of an intent. Throws for parameters that JSON cannot say. */
export function digestOf(intent: Intent): Digest {
  return digestSchema.parse(sha256OfJson(intent));
}

/** What the intent is about, in one name: the instance or how many of them, the subject or the task's title. */
export function subjectOf(intent: Intent): string {
  switch (intent.kind) {
    case "rds":
      return intent.instance.id;
    case "bulk":
      return `${intent.parts.length} instances`;
    case "message":
      return intent.subject;
    case "task":
      return intent.title;
  }
}

/** When it is to start; nothing for at once. */
export function startOf(intent: Intent): Start | undefined {
  return "start" in intent ? intent.start : undefined;
}
