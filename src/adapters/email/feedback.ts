import { z } from "zod";
import type { MailFeedback } from "../../app/mail/take-feedback.ts";
import { requestIdSchema } from "../../core/request.ts";

const mailSchema = z.object({ tags: z.object({ request_id: z.array(z.string()).default([]) }).optional() });

const bounceSchema = z.object({
  eventType: z.literal("Bounce"),
  mail: mailSchema,
  bounce: z.object({
    bounceType: z.string(),
    bouncedRecipients: z.array(
      z.object({ emailAddress: z.string(), diagnosticCode: z.string().default("") }),
    ),
  }),
});

const complaintSchema = z.object({
  eventType: z.literal("Complaint"),
  mail: mailSchema,
  complaint: z.object({ complainedRecipients: z.array(z.object({ emailAddress: z.string() })) }),
});

/** What else may come one day, and SES's own word that the topic is connected, is nothing to act on. */
const otherSchema = z
  .object({ eventType: z.string() })
  .refine(({ eventType }) => eventType !== "Bounce" && eventType !== "Complaint");

/**
 * SES's event as its topic carries it: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const mailFeedbackSchema = z
  .union([bounceSchema, complaintSchema, otherSchema])
  .transform((event): MailFeedback => {
    if ("bounce" in event) {
      const isForGood = event.bounce.bounceType === "Permanent";
      const recipients = event.bounce.bouncedRecipients.map(({ emailAddress, diagnosticCode }) => ({
        address: bareAddress(emailAddress),
        kind: isForGood ? ("failed-for-good" as const) : ("failed-for-now" as const),
        detail: diagnosticCode,
      }));
      return { requestId: requestIdOf(event.mail), recipients };
    }
    if ("complaint" in event) {
      const recipients = event.complaint.complainedRecipients.map(({ emailAddress }) => ({
        address: bareAddress(emailAddress),
        kind: "reported-as-spam" as const,
        detail: "",
      }));
      return { requestId: requestIdOf(event.mail), recipients };
    }
    return { recipients: [] };
  });

function requestIdOf({ tags }: z.infer<typeof mailSchema>) {
  return requestIdSchema.safeParse(tags?.request_id[0]).data;
}

/** Some mail servers repeat the name with it. */
function bareAddress(address: string): string {
  return /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;
}
