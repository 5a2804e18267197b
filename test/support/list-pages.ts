import type { RequestStore } from "../../src/app/ports/request-store.ts";
import { personIdSchema } from "../../src/core/person.ts";
import { seeded } from "./seed-requests.ts";

const requester = personIdSchema.parse(seeded.requester(0));

const limit = 10;

/** The first two pages of each list, whose cost must not grow with what is stored; of seeded requests. */
export function listPagesOf(
  requests: RequestStore,
  tenant: string,
): Readonly<Record<string, () => Promise<readonly unknown[]>>> {
  const page = (filter: Parameters<RequestStore["search"]>[1]) => async () => {
    const first = await requests.search(tenant, filter, { limit });
    const second = await requests.search(tenant, filter, { limit, cursor: first.next });
    return [...first.items, ...second.items];
  };
  return {
    "all requests": page({}),
    "pending requests": page({ statuses: ["pending"] }),
    "open requests": page({ statuses: ["pending", "escalated"] }),
    "my requests": page({ requester }),
    "my pending requests": page({ requester, statuses: ["pending"] }),
    "an instance's requests": page({ instanceId: seeded.instance(0) }),
    "my requests on an instance": page({ requester, instanceId: seeded.instance(0) }),
  };
}
