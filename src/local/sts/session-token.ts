import { z } from "zod";

const policySchema = z.object({
  Statement: z.array(
    z.object({
      Effect: z.literal("Allow"),
      Action: z.string(),
      Resource: z.array(z.string()),
    }),
  ),
});

export type SessionPolicy = z.infer<typeof policySchema>;

const sessionSchema = z.object({
  roleArn: z.string(),
  name: z.string(),
  tags: z.record(z.string(), z.string()).default({}),
  policy: policySchema.exactOptional(),
  /** Milliseconds. */
  expiresAt: z.number(),
});

/** A role that somebody has taken on, as the stand-ins know it of each other. */
export type Session = Readonly<z.infer<typeof sessionSchema>>;

/** Throws where the text is no policy of the few elements that are spoken here. */
export function parsePolicy(text: string): SessionPolicy {
  return policySchema.parse(JSON.parse(text));
}

/** The token holds its whole session, so that no stand-in has to ask another one, nor forgets at a restart. */
export function toToken(session: Session): string {
  return Buffer.from(JSON.stringify(session)).toString("base64url");
}

/** Nothing where the token is not of this stand-in. */
export function findSession(token: string): Session | undefined {
  try {
    return sessionSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
  } catch {
    return undefined;
  }
}
