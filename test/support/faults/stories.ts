import { randomUUID } from "node:crypto";
import type { RequestId } from "../../../src/core/request.ts";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import type { makePeople } from "./people.ts";

const { priya, lena, marco } = acmePeople;
const production = acmeChannels.production.id;

/** What was done in a story, and what must have come of it. */
export interface Told {
  readonly id: RequestId;
  readonly approvals: number;
  /** What the database was told to do, or which unit's service was restarted. */
  readonly effect: { readonly action: string; readonly instance: string } | { readonly unit: string };
}

export type Story = (people: ReturnType<typeof makePeople>, lane: 0 | 1) => Promise<Told>;

/** The main stories, on one database of each pair: what an earlier round has left there does not meet the next one. */
export const stories: Readonly<Record<string, Story>> = {
  "rebooted after two have approved in Slack": async (people, lane) => {
    const instance = pick(["prod-reports-01", "legacy-crm"], lane);
    const id = await people.ask(production, `reboot ${instance}`);
    await people.approve(priya, production, id);
    await people.approve(lena, production, id);
    return { id, approvals: 2, effect: { action: "RebootDBInstance", instance } };
  },

  "approved in Slack and by a mail's link": async (people, lane) => {
    const instance = pick(["prod-orders-01", "prod-payments-01"], lane);
    const id = await people.ask(production, `snapshot ${instance}`);
    await people.approve(priya, production, id);
    await people.approveByMail(marco, id);
    return { id, approvals: 2, effect: { action: "CreateDBSnapshot", instance } };
  },

  "ordered by a program": async (people, lane) => {
    const instance = pick(["dev-postgres-01", "dev-mysql-01"], lane);
    const id = await people.order({ operation: "create_snapshot", instance_id: instance });
    return { id, approvals: 0, effect: { action: "CreateDBSnapshot", instance } };
  },

  "run on the premises": async (people) => {
    const unit = randomUUID();
    const id = await people.trigger(unit);
    await people.approve(priya, production, id);
    return { id, approvals: 1, effect: { unit } };
  },
};

function pick(databases: readonly [string, string], lane: 0 | 1): string {
  return databases[lane];
}
