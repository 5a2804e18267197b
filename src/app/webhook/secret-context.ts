import type { Webhook } from "../../core/webhook/webhook.ts";
import type { SecretContext } from "../ports/secret-box.ts";

/** What the rights to seal and open a webhook's secrets are bound to: infra/roles/ names the same. */
const purpose = "webhook";

/** A webhook's secrets open for that webhook alone. */
export function secretContextOf({ tenant, id }: Pick<Webhook, "tenant" | "id">): SecretContext {
  return { purpose, tenant, webhook_id: id };
}
