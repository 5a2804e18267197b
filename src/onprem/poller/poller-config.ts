import { z } from "zod";
import { pollerNameSchema } from "../../app/ports/poller-report.ts";
import { placeholdersIn } from "./fill-command.ts";

const timeoutSchema = z
  .string()
  .regex(/^[1-9]\d{0,4}[sm]$/, 'write a time as "60s" or "10m"')
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith("m") ? 60 : 1))
  .refine(
    (seconds) => seconds <= 43_000,
    "less than 12 hours, which is the longest that SQS keeps a message hidden",
  );

const patternSchema = z.string().transform((text, context) => {
  try {
    // The whole value has to match, whether or not the pattern says so.
    return new RegExp(`^(?:${text})$`, "u");
  } catch {
    context.addIssue({ code: "custom", message: "this is not a regular expression" });
    return z.NEVER;
  }
});

const actionSchema = z
  .strictObject({
    /** The program by its whole path, and its arguments; `{parameters.NAME}` stands for a parameter that `allow` lets through. */
    command: z.array(z.string()).min(1, "the program and its arguments"),
    /** What a parameter has to look like as a whole, to stand in an argument. */
    allow: z.record(z.string(), patternSchema).default({}),
    timeout: timeoutSchema,
    folder: z.string().startsWith("/", "an absolute path, please").default("/"),
    /** All that the program finds in its environment besides PATH and LANG. */
    environment: z.record(z.string(), z.string()).default({}),
    /** Whose rights the program has; the poller's own where nothing is said. */
    user: z.strictObject({ uid: z.int().min(1), gid: z.int().min(1) }).exactOptional(),
  })
  .superRefine(({ command: [program = "", ...values], allow }, context) => {
    if (!program.startsWith("/") || placeholdersIn(program).length > 0) {
      context.addIssue({
        code: "custom",
        message: "the program by its absolute path, please",
        path: ["command", 0],
      });
    }
    for (const [index, value] of values.entries()) {
      for (const name of placeholdersIn(value).filter((one) => !Object.hasOwn(allow, one))) {
        context.addIssue({
          code: "custom",
          message: `{parameters.${name}} needs a pattern under "allow"`,
          path: ["command", index + 1],
        });
      }
    }
  });

export const pollerConfigSchema = z.strictObject({
  /** What this poller is called on cards. */
  poller: pollerNameSchema,
  region: z.string().min(1),
  /** The URL of the queue that decisions come from. */
  decisions: z.url(),
  /** The URL of the queue that reports go to. */
  reports: z.url(),
  /** The table that claims are made in. */
  claims: z.string().min(1),
  /** The PEM file that `countersign public-key` has written. */
  public_key: z.string().min(1),
  /** The folder of the poller's memory. It has to survive restarts, and belongs to one poller alone. */
  state: z.string().min(1),
  /** A file of environment variables for the AWS SDK. */
  env_file: z.string().min(1).exactOptional(),
  /** How many actions run at the same time, each on another subject. */
  at_once: z.int().min(1).max(100).default(10),
  /** How long a message of a poller that has died stays hidden. */
  visibility: timeoutSchema.default(60),
  heartbeat: timeoutSchema.default(30),
  actions: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/), actionSchema)
    .refine((actions) => Object.keys(actions).length > 0, "a poller without an action does nothing"),
});

type PollerConfig = z.output<typeof pollerConfigSchema>;
export type ActionConfig = PollerConfig["actions"][string];
