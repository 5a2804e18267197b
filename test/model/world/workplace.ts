import { withDelegations } from "../../../src/app/delegation/with-delegations.ts";
import type { EventPublisher } from "../../../src/app/ports/event-publisher.ts";
import type { RunQueue } from "../../../src/app/ports/run-queue.ts";
import { requestsOfTenant } from "../../../src/app/requests-of-tenant.ts";
import { samplePrices as prices } from "../../support/sample-prices.ts";
import { secretBoxOn } from "./keys.ts";
import type { Lodging } from "./lodging.ts";
import { policy, tenant } from "./model-policy.ts";
import type { Surroundings } from "./surroundings.ts";

export type Workplace = ReturnType<typeof makeWorkplace>;

/** What all functions on one machine are put together of; whatever is of one world is asked of that which is around. */
export function makeWorkplace(lodging: Lodging, around: () => Surroundings) {
  const { machine, stores, newRequestId, workflow } = lodging;
  const now = () => around().now();
  const runs: RunQueue = {
    send: (step, delaySeconds) => around().queues.runQueueOn(machine).send(step, delaySeconds),
  };
  const publisher: EventPublisher = {
    publish: (notices) => around().queues.publisherOn(machine).publish(notices),
  };
  const requests = requestsOfTenant(
    withDelegations(stores.requests, { delegations: stores.delegations, now }),
    tenant,
  );
  const secretBox = secretBoxOn(machine);
  return {
    lodging,
    around,
    log: {
      info: () => {},
      warn: () => {},
      error: (fields: object, message: string) => around().log.error(fields, message),
    },
    noteFailure: (failed: { readonly error: unknown }) => around().noteFailure(failed),
    publisher,
    ports: { ...stores, requests, policy, prices, tenant, now, newRequestId, runs, workflow, secretBox },
  };
}

/** Made when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
