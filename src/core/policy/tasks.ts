import { z } from "zod";
import { personIdSchema } from "../person.ts";
import { risks } from "../risk.ts";

/**
 * What counts for the tasks of paused workflows: their environment, their risk at least, the groups of which a workflow may name
 * approvers, and who is shown as requester where it names nobody.
 */
export const tasksSchema = z
  .strictObject({
    environment: z.string().default("production"),
    risk: z.enum(risks).default("high"),
    approvers: z.array(z.string()).min(1).exactOptional(),
    requester: personIdSchema.exactOptional(),
  })
  .prefault({});
