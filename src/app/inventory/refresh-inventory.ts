import { placesOf } from "../../core/policy/accounts.ts";
import { classifyInstance } from "../../core/policy/classify-instance.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { RdsGateway, RdsPlace } from "../../operations/frame/rds-gateway.ts";
import { GatewayError } from "../gateway-error.ts";
import type { Inventory } from "../ports/inventory.ts";

interface Dependencies {
  readonly rds: Pick<RdsGateway, "listInstances">;
  readonly inventory: Pick<Inventory, "save">;
  readonly policy: Policy;
  readonly tenant: string;
  readonly now: () => Date;
  /** Told of each account and region that could not be read to its end. */
  readonly onFailure: (place: string, error: unknown) => void;
}

export type RefreshInventory = () => Promise<number>;

/**
 * Reads every instance of every account and region of the policy from RDS, tells its environment, and keeps it for forms and
 * requests. Returns how many there are. One place that fails keeps no other waiting; a `GatewayError` tells in the end how many did.
 */
export function makeRefreshInventory({
  rds,
  inventory,
  policy,
  tenant,
  now,
  onFailure,
}: Dependencies): RefreshInventory {
  return async () => {
    const listed = placesOf(policy.accounts);
    const places = listed.length > 0 ? listed : [undefined];
    const outcomes = await Promise.allSettled(places.map(refresh));
    const errors: unknown[] = [];
    let seen = 0;
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === "fulfilled") {
        seen += outcome.value;
      } else {
        errors.push(outcome.reason);
        onFailure(textOf(places[index]), outcome.reason);
      }
    }
    if (errors.length === 0) return seen;
    throw new GatewayError(
      `The inventory of ${errors.length} of ${places.length} accounts and regions is not refreshed`,
      { cause: errors.length === 1 ? errors[0] : new AggregateError(errors) },
    );
  };

  async function refresh(place: RdsPlace | undefined): Promise<number> {
    let seen = 0;
    for await (const instance of rds.listInstances(place)) {
      if (place && (instance.account !== place.account || instance.region !== place.region)) {
        throw new GatewayError(
          `${textOf(place)}: RDS showed ${textOf(instance)} instead. An account without roles has to be the tool's own.`,
        );
      }
      const { environment, source } = classifyInstance(policy, instance);
      await inventory.save({
        ...instance,
        tenant,
        environment,
        environmentSource: source,
        lastSeenAt: now(),
      });
      seen += 1;
    }
    return seen;
  }
}

function textOf(place: RdsPlace | undefined): string {
  return place ? `${place.account} ${place.region}` : "the tool's own account and region";
}
