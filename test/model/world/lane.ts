import { makeRefreshInventory } from "../../../src/app/inventory/refresh-inventory.ts";
import { makeDynamoDbInventory } from "../../../src/aws/dynamodb/inventory.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { readInfrastructure } from "../../../src/local/provision/read-infrastructure.ts";
import { startDynoxide } from "../../support/dynoxide.ts";
import { interceptFetch } from "../wire/intercept-fetch.ts";
import type { Machine } from "../wire/machine.ts";
import { answerAsSlack, answerAsTeams } from "./chats.ts";
import { makeDocumentsOfLane } from "./documents.ts";
import { filtersOf } from "./filters.ts";
import { makeFunctions } from "./functions.ts";
import { makeLodging } from "./lodging.ts";
import { policy, tenant } from "./model-policy.ts";
import { peopleAt } from "./people.ts";
import { type Item, makeTablesOfLane } from "./tables-of-lane.ts";
import { startTeamsKeys } from "./teams-keys.ts";
import { makeWorld, type Stage, type World } from "./world.ts";

/** Stands in the names of tables for the lane. */
const stageOfLane = "of-lane";

interface Known {
  readonly instances: readonly Item[];
  /** Whose own chat with the bot each is. */
  readonly chats: ReadonlyMap<string, string>;
}

export type Ground = Awaited<ReturnType<typeof startGround>>;

/** What all lanes stand on: one DynamoDB in memory, and the key of Teams. */
export async function startGround() {
  const [dynoxide, keys, infrastructure] = await Promise.all([
    startDynoxide(),
    startTeamsKeys(),
    readInfrastructure({ stage: stageOfLane }),
  ]);
  return {
    port: Number(new URL(dynoxide.url).port),
    keys,
    infrastructure,
    async stop(): Promise<void> {
      await Promise.all([dynoxide.stop(), keys.stop()]);
    },
  };
}

/** Who somebody is, and where they are written to, is remembered for a while. */
const lookUps: readonly string[] = [
  "/api/auth.test",
  "/api/users.info",
  "/api/users.lookupByEmail",
  "/api/conversations.open",
];

interface LaneOptions {
  /** How many processes can be at work at the same time. */
  readonly machines?: number;
  /** What becomes of each write on its way to the tables. */
  readonly alter?: (body: string) => string;
}

export type Lane = Awaited<ReturnType<typeof openLane>>;

/** Where one world after the other is played: tables, machines and addresses of its own, so that lanes do not meet. */
export async function openLane(
  { port, keys, infrastructure }: Ground,
  name: string,
  { machines = 2, alter = (body) => body }: LaneOptions = {},
) {
  let world: World | undefined;
  const documents = makeDocumentsOfLane({ port, alter }, around);
  const { observer } = documents;
  const defined = new Map(
    [...infrastructure.tables].map(([id, table]) => [
      id,
      { ...table, TableName: table.TableName.replace(stageOfLane, name) },
    ]),
  );
  const tables = await makeTablesOfLane(documents.tables, observer, { tables: defined, stage: name });

  function around(): World {
    if (!world) throw new Error("no world is played here now");
    return world;
  }

  /** Another one for every request of all worlds: what is kept by its id is nobody else's. */
  let ids = 0;
  const newRequestId = () => {
    ids += 1;
    return requestIdSchema.parse(`req-${String(ids).padStart(10, "0")}`);
  };
  const lodgings = Array.from({ length: machines }, (_, index) =>
    makeLodging(
      `machine-${index}.${name}.model`,
      { documentsOf: documents, tables: tables.tables, keys, newRequestId },
      around,
    ),
  );
  const teamsHost = `teams.${name}.model`;
  const serviceUrl = `http://${teamsHost}/teams/`;
  const intercepted = [
    ...lodgings.map(({ host, machine }) =>
      interceptFetch(host, (fetched) => {
        const operation = fetched.url.pathname;
        const answer = () => answerAsSlack(around().slack.workspace, fetched);
        // As they are not made every time, they would make a story's calls others when it is told again.
        if (lookUps.includes(operation)) return answer();
        return machine.call({ service: "slack", operation }, answer);
      }),
    ),
    // Every machine comes with a token of its own, which is its name.
    interceptFetch(teamsHost, (fetched) => {
      const caller = lodgings.find(({ host }) => fetched.headers.get("authorization") === `Bearer ${host}`);
      if (!caller) return Promise.resolve(new Response(undefined, { status: 401 }));
      return caller.machine.call({ service: "teams", operation: fetched.method }, () =>
        answerAsTeams(around().teams.tenant, fetched),
      );
    }),
  ];
  let known: Known | undefined;

  const stage: Stage = {
    functions: lodgings.map((lodging) => makeFunctions(lodging, around)),
    tables,
    lodgings,
    serviceUrl,
    teamsAuthorization: await keys.authorizationOf(serviceUrl),
    filters: filtersOf(infrastructure),
  };
  return {
    /** A new world, in which nothing has happened yet. */
    async begin(): Promise<World> {
      await tables.begin(known?.instances ?? [], {
        hadWebhooks: (world?.receivers.all.length ?? 0) > 0,
        wasAnybodyAway: world?.hasAnybodyDelegated() ?? false,
      });
      documents.forget();
      const begun = makeWorld(stage);
      for (const channel of world?.slack.workspace.channels.values() ?? []) {
        if (channel.im) begun.slack.workspace.channels.set(channel.id, channel);
      }
      world = begun;
      known ??= await introduce(begun);
      for (const [chat, person] of known.chats) begun.teams.tenant.personalChats.set(chat, person);
      return begun;
    },
    /** Who makes the calls of the processes there. */
    machineAt(at: number): Machine {
      const lodging = lodgings[at];
      if (!lodging) throw new Error(`there is no machine ${at}`);
      return lodging.machine;
    },
    async close(): Promise<void> {
      for (const { release } of intercepted) release();
      documents.close();
    },
  };

  /** What every world knows when it begins: the instances as a refresh sees them, and whoever has the app in Teams. */
  async function introduce(world: World): Promise<Known> {
    const [first] = lodgings;
    if (!first) throw new Error("there is no machine");
    first.machine.begin();
    const inventory = makeDynamoDbInventory(observer, tables.tables);
    await makeRefreshInventory({
      rds: first.rds,
      inventory,
      policy,
      tenant,
      now: world.now,
      onFailure: (_, error) => {
        throw error;
      },
    })();
    await world.invoke(0, {}, (functions, host) => peopleAt(world, host, functions).teams.installApp());
    return {
      instances: await tables.scan("inventory"),
      chats: new Map(world.teams.tenant.personalChats),
    };
  }
}
