import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createApiKey } from "../../src/app/api/create-api-key.ts";
import { makeDynamoDbApiKeyStore } from "../../src/aws/dynamodb/api-key-store.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbInventory } from "../../src/aws/dynamodb/inventory.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { newApiKeyToken } from "../../src/chance/new-api-key-token.ts";
import { type PersonId, personIdSchema } from "../../src/core/person.ts";
import { acmePeople } from "../../src/local/parts/workspace.ts";
import { provision } from "../../src/local/provision/provision.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { startEmbeddedAws } from "../support/embedded-aws.ts";
import { sampleInstance } from "../support/sample-instance.ts";
import { dana, priya, tenant } from "./acme.ts";
import type { Comparison } from "./comparison.ts";
import { functionEnvironment } from "./function-environment.ts";
import { makeJsonClient } from "./json-client.ts";
import { percentile } from "./percentile.ts";
import { startProgram } from "./program.ts";
import { makeRawApprovals } from "./raw-approvals.ts";
import { readStored } from "./raw-decision.ts";
import { timed } from "./timed.ts";

const instance = "prod-orders-01";
const order = {
  operation_type: "create_snapshot",
  instance_id: instance,
  justification: "The migration starts at ten.",
};
const requests = "/api/v1/policy/requests";
const lena = personIdSchema.parse(acmePeople.lena.email);
const rounds = 5;
const cyclesPerRound = 90;

type Call = "create" | "approve";
type Note = (call: Call, milliseconds: number) => void;

/** One way of a request to `approved`: three calls, each timed. */
type Cycle = (note: Note) => Promise<void>;

/**
 * Many callers at once over real HTTP: a request, an approval and the other one, beside the very calls on the same DynamoDB made by
 * the bare SDK. Handler, DynamoDB and callers have a process each.
 */
export async function measureApi(folder: string): Promise<readonly Comparison[]> {
  const aws = await startEmbeddedAws();
  const tables = tableNamesOf("bench");
  await provision(await readInfrastructure({ stage: "bench" }), aws.clients);
  const documents = makeDocumentClient({ ...aws.access, endpoint: aws.endpoints.dynamodb });
  await makeDynamoDbInventory(documents, tables).save(
    sampleInstance({ id: instance, tenant, region: aws.access.region }),
  );
  const policyFile = join(folder, "policy.yaml");
  const policy = await readFile("infra/policy.yaml", "utf8");
  await writeFile(policyFile, `${policy}\napi: { rate: { burst: 100000, per_minute: 1000000 } }\n`);
  const served = await startProgram(
    [process.execPath, "test/bench/serve-api.ts"],
    {
      ...functionEnvironment,
      STAGE: "bench",
      TENANT: tenant,
      POLICY_FILE: policyFile,
      LOG_LEVEL: "warn",
      AWS_ENDPOINT_URL_DYNAMODB: aws.endpoints.dynamodb,
      AWS_REGION: aws.access.region,
      AWS_ACCESS_KEY_ID: aws.access.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.access.credentials.secretAccessKey,
    },
    /listening on (\S+)/,
  );
  const client = makeJsonClient(served.found[0] ?? "", 30);
  try {
    const tokenOf = async (person: PersonId) => {
      const asked = {
        name: "bench",
        tenant,
        person,
        roles: ["requester", "approver"],
        actsForOthers: false,
      } as const;
      const keys = makeDynamoDbApiKeyStore(documents, tables);
      const expiresAt = new Date(Date.now() + 3_600_000);
      return (await createApiKey({ keys, now: () => new Date(), newApiKeyToken }, { ...asked, expiresAt }))
        .token;
    };
    const [asks, first, second] = [await tokenOf(dana.id), await tokenOf(priya.id), await tokenOf(lena)];
    const ours: Cycle = async (note) => {
      const filed = await noted(note, "create", () => client.post(requests, asks, order, 201));
      const address = `${requests}/${String(filed.request_id)}/approve`;
      await noted(note, "approve", () => client.post(address, first, {}, 200));
      const { status } = await noted(note, "approve", () => client.post(address, second, {}, 200));
      if (status !== "approved") throw new Error(`it is ${String(status)}`);
    };
    const sample = await client.post(requests, asks, order, 201);
    const stored = await readStored(aws.clients.dynamodb, tables, String(sample.request_id));
    const raw = makeRawApprovals(aws.clients.dynamodb, tables, stored, { tenant, id: instance });
    const floor: Cycle = async (note) => {
      const id = await noted(note, "create", () => raw.create());
      await noted(note, "approve", () => raw.approve(id, 2));
      await noted(note, "approve", () => raw.approve(id, 3));
    };
    await runCycles(10, ours);
    await runCycles(10, floor);
    return [...(await compare(10, ours, floor)), ...(await compare(30, ours, floor))];
  } finally {
    client.close();
    documents.destroy();
    await served.stop();
    await aws.stop();
  }
}

async function noted<Value>(note: Note, call: Call, work: () => Promise<Value>): Promise<Value> {
  const start = performance.now();
  const value = await work();
  note(call, performance.now() - start);
  return value;
}

/** Each caller does one cycle after the other until all are done. */
async function runCycles(callers: number, cycle: Cycle) {
  const calls = { create: [] as number[], approve: [] as number[] };
  let left = cyclesPerRound;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await cycle((call, milliseconds) => calls[call].push(milliseconds));
    }
  };
  const whole = await timed(() => Promise.all(Array.from({ length: callers }, caller)));
  return { ...calls, perRequest: [whole / cyclesPerRound] };
}

type Series = keyof Awaited<ReturnType<typeof runCycles>>;

async function compare(callers: number, ours: Cycle, floor: Cycle): Promise<readonly Comparison[]> {
  const taken: Readonly<Record<"ours" | "floor", Awaited<ReturnType<typeof runCycles>>>>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    taken.push({ floor: await runCycles(callers, floor), ours: await runCycles(callers, ours) });
  }
  const both = (series: Series) => ({
    ours: taken.flatMap((round) => round.ours[series]),
    floor: taken.flatMap((round) => round.floor[series]),
  });
  const beside = "the same SDK calls";
  const bar = callers === 30 && { barMs: 100 };
  const whole = both("perRequest");
  const perSecond = (1000 / percentile(whole.ours, 50)).toFixed(0);
  return [
    { path: `API, ${callers} callers at once: create`, beside, ...both("create"), ...bar },
    { path: `API, ${callers} callers at once: approve`, beside, ...both("approve"), ...bar },
    {
      path: `API, ${callers} callers at once: each request to approved`,
      beside,
      ...whole,
      note: `${perSecond} requests to approved a second`,
    },
  ];
}
