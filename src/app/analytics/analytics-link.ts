import { z } from "zod";
import { tenantSchema } from "../../core/api/tenant.ts";
import { type Person, personIdSchema } from "../../core/person.ts";
import { analyticsRefusal } from "../../core/policy/analytics-readers.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { GatewayError } from "../gateway-error.ts";
import type { SecretBox } from "../ports/secret-box.ts";

const secondsGood = 15 * 60;
/** Longer than any that was made: what is not even that is not shown to KMS. */
const longestToken = 2000;

const ticketSchema = z.object({
  tenant: tenantSchema,
  person: z.object({ id: personIdSchema, name: z.string() }),
  /** Seconds since 1970. */
  end: z.int(),
});

interface Dependencies {
  readonly secrets: Pick<SecretBox, "seal" | "open">;
  readonly policy: Pick<Policy, "analytics" | "groups">;
  readonly tenant: string;
  readonly now: () => Date;
}

/** A link that only the person may have who asked for it. */
interface AnalyticsLink {
  readonly url: string;
  readonly until: Date;
}

export type IssueAnalyticsLink = (reader: Person) => Promise<Result<AnalyticsLink, Refusal>>;

/**
 * Makes a link to the analytics page for one person and tenant, good for 15 minutes. It is signed in that KMS has sealed it: one
 * key with one purpose, which the chats may seal by and the page alone may open. Refused for who may not see the page.
 */
export function makeIssueAnalyticsLink({
  secrets,
  policy,
  tenant,
  now,
  publicUrl,
}: Omit<Dependencies, "secrets"> & {
  readonly secrets: Pick<SecretBox, "seal">;
  readonly publicUrl: () => string;
}): IssueAnalyticsLink {
  return async (reader) => {
    const refusal = analyticsRefusal(policy, reader.id);
    if (refusal) return err(refusal);
    const end = Math.floor(now().getTime() / 1000) + secondsGood;
    const ticket: z.input<typeof ticketSchema> = {
      tenant,
      person: { id: reader.id, name: reader.name.slice(0, 100) },
      end,
    };
    const token = await secrets.seal(JSON.stringify(ticket), contextOf(tenant));
    const url = `${publicUrl().replace(/\/+$/, "")}/analytics?${new URLSearchParams({ token })}`;
    return ok({ url, until: new Date(end * 1000) });
  };
}

/** What a link's token opens. `cause` is for the log: a forged token and a right that is missing look alike to the reader. */
type OpenedAnalytics =
  | { readonly kind: "open"; readonly reader: Person; readonly until: Date }
  | { readonly kind: "expired" }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "unknown"; readonly cause?: unknown };

export type OpenAnalyticsLink = (token: string) => Promise<OpenedAnalytics>;

/** Whether a token is one of ours, of this tenant and not over, and its person may still see the page. Writes nothing. */
export function makeOpenAnalyticsLink({
  secrets,
  policy,
  tenant,
  now,
}: Omit<Dependencies, "secrets"> & { readonly secrets: Pick<SecretBox, "open"> }): OpenAnalyticsLink {
  return async (token) => {
    if (token === "" || token.length > longestToken) return { kind: "unknown" };
    const opened = await openTicket(token);
    if (!opened.ok) return { kind: "unknown", cause: opened.error };
    const { person, end, tenant: of } = ticketSchema.parse(JSON.parse(opened.value));
    if (of !== tenant) return { kind: "unknown" };
    const until = new Date(end * 1000);
    if (now() >= until) return { kind: "expired" };
    const refusal = analyticsRefusal(policy, person.id);
    return refusal ? { kind: "refused", refusal } : { kind: "open", reader: person, until };
  };

  async function openTicket(token: string): Promise<Result<string, unknown>> {
    try {
      return ok(await secrets.open(token, contextOf(tenant)));
    } catch (error) {
      // That nobody answers is no fault of the token.
      if (error instanceof GatewayError) throw error;
      return err(error);
    }
  }
}

function contextOf(tenant: string) {
  return { purpose: "analytics-link", tenant };
}
