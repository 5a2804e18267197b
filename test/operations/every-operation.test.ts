import { expect, test, vi } from "vitest";
import type { Fact } from "../../src/core/fact.ts";
import { catalogue, findOperation } from "../../src/operations/catalogue.ts";
import type { Operation } from "../../src/operations/frame/operation.ts";
import { modificationRows } from "./modification-rows.ts";
import { type Row, rows } from "./rows.ts";
import { parsed, type RdsOptions, requestId, startRds } from "./start-rds.ts";

const every = [...rows, ...modificationRows];
const working = every.filter(({ atWork }) => atWork !== undefined);
const failing = every.filter(({ failure }) => failure !== undefined);

const patiently = { timeout: 10_000, interval: 10 } as const;

function operationOf({ name }: Row): Operation {
  const operation = findOperation(name);
  if (!operation) throw new Error(`there is no ${name}`);
  return operation;
}

/** The row's operation, ready to be called. */
async function ready(row: Row, options: RdsOptions = {}) {
  const rds = await startRds(options);
  const operation = operationOf(row);
  const instance = await rds.instance(row.on);
  const parameters = parsed(operation, row.given, instance);
  return { ...rds, operation, instance, parameters, run: rds.running(operation, row.on, parameters) };
}

function told(facts: readonly (readonly [string, string | RegExp])[]) {
  return facts.map(([label, value]) => ({
    label,
    value: value instanceof RegExp ? expect.stringMatching(value) : value,
  }));
}

test("every operation of the catalogue is tried here, but for the deletion of a snapshot", () => {
  const tried = new Set(every.map(({ name }) => name));

  const untried = catalogue.filter(({ name }) => !tried.has(name));

  expect(catalogue).toHaveLength(16);
  expect(untried.map(({ name }) => name)).toEqual(["delete_snapshot"]);
});

test.each(every)("$name has its names, its risk and its patience", (row) => {
  const operation = operationOf(row);

  const risks = ["production", "development"].map((environment) => operation.riskIn(environment));

  expect(operation.shortName).toBe(row.shortName);
  expect(findOperation(row.shortName.replaceAll("-", "_"))).toBe(operation);
  expect(findOperation(row.name.replaceAll("_", "-").toUpperCase())).toBe(operation);
  expect(risks).toEqual(row.risk);
  expect(operation.patienceSeconds).toBe(row.minutes === undefined ? undefined : row.minutes * 60);
});

test.each(every)(
  "$name reads its parameters, and reads them the same once they are approved",
  async (row) => {
    const { operation, instance, parameters } = await ready(row);

    expect(parameters).toEqual(row.parameters);
    expect(operation.parse(parameters, instance)).toEqual({ ok: true, value: row.parameters });
  },
);

test.each(every.flatMap((row) => row.refused.map((refused) => ({ row, name: row.name, refused }))))(
  "$name refuses $refused.0",
  async ({ row, refused: [given, parameter, message] }) => {
    const rds = await startRds();

    const result = operationOf(row).parse(given, await rds.instance(row.on));

    expect(result).toEqual({ ok: false, error: [{ parameter, message }] });
  },
);

test.each(every)(
  "$name tells the approver what will happen, and AWS's page about the outage",
  async (row) => {
    const { operation, instance, parameters } = await ready(row);

    const { title, effect, facts } = operation.describe(parameters, instance, requestId);
    const { kind, source } = operation.outage(parameters, instance);

    expect(title).toBe(row.title);
    expect(effect).toContain(row.effect);
    expect(facts).toEqual(expect.arrayContaining(told(row.facts)));
    expect(facts.filter(({ label }) => label === "Outage")).toHaveLength(1);
    expect([kind, source]).toEqual(row.outage);
  },
);

test.each(every)("$name has a field for each parameter that a form can ask for", (row) => {
  const { fields } = operationOf(row);

  const asked = fields.map(({ parameter }) => parameter);

  expect(new Set(asked).size).toBe(asked.length);
  expect(asked).toEqual(expect.arrayContaining(Object.keys(row.given as object)));
});

test.each(every)("$name is absent before the call, and sends just this", async (row) => {
  const { run, changes } = await ready(row);

  const before = await run.observe();
  const obstacle = await run.obstacle();
  const answer = await run.call();

  expect(before).toEqual({ kind: "absent" });
  expect(obstacle).toBeUndefined();
  expect(answer).toEqual({ ok: true, value: undefined });
  expect(run.started()).toMatch(/^RDS (is|has) .+\.$/);
  expect(await changes()).toEqual([{ ...row.sent, Version: "2014-10-31" }]);
});

test.each(working)("$name is seen at work", async (row) => {
  const { run } = await ready(row, { speed: 0.01 });
  await run.call();

  const observation = await run.observe();

  expect(observation).toMatchObject({ kind: "in-progress", text: row.atWork });
});

test.each(every)("$name is done once RDS shows what was asked for", async (row) => {
  const { run } = await ready(row);
  await run.call();

  const facts = await vi.waitFor(async (): Promise<readonly Fact[]> => {
    const observation = await run.observe();
    if (observation.kind !== "done") throw new Error(`is ${observation.kind}`);
    return observation.facts;
  }, patiently);

  expect(facts).toEqual(expect.arrayContaining(told(row.done)));
});

test.each(failing)("$name has failed when RDS could not do it", async (row) => {
  const { run, fault } = await ready(row);
  await fault({ action: row.sent.Action, kind: "fail" });
  await run.call();

  await vi.waitFor(async () => {
    expect(await run.observe()).toMatchObject({
      kind: "failed",
      guidance: expect.stringContaining(row.failure ?? ""),
    });
  }, patiently);
});

test.each(every.filter(({ name }) => name !== "create_snapshot"))(
  "$name has failed when its target is gone",
  async (row) => {
    const { operation, parameters } = await ready(row);
    const emptied = await startRds({ instances: [] });

    const observation = await emptied.running(operation, row.on, parameters).observe();

    expect(observation).toEqual({ kind: "failed", guidance: expect.stringContaining("is no longer there") });
  },
);
