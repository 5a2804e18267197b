import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeProveInclusion } from "../../../src/app/audit/prove-inclusion.ts";
import { makeSealDays } from "../../../src/app/audit/seal-days.ts";
import { makeVerifyDays } from "../../../src/app/audit/verify-days.ts";
import { auditProblemText } from "../../../src/core/audit/audit-problem.ts";
import { inclusionProofSchema, sealOfProof } from "../../../src/core/audit/inclusion-proof.ts";
import { hashOfSeal, isSignedBySome, parseSeal } from "../../../src/core/audit/seal.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { approved, ben, cleo, created, after as later } from "../../aws/dynamodb/sample-requests.ts";
import { makeAuditMemory, makeSealMemory } from "../../support/audit-memory.ts";
import { everyLife, type Life, mortal } from "../../support/mortal.ts";

const tenant = "default";
const ours = generateKeyPairSync("ec", { namedCurve: "P-256" });
const theirs = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** A record, an archive and a clock of one test's own. */
function openOffice(key = ours.privateKey) {
  const record = makeAuditMemory();
  const kept = makeSealMemory();
  let time = "2026-03-02T07:00:00.000Z";
  const now = () => new Date(time);
  const signer = { sign: async (bytes: Uint8Array) => sign("sha256", bytes, key).toString("base64") };
  const isOurs = (sealed: { seal: string; signature: string }) => isSignedBySome([ours.publicKey], sealed);
  const deps = { trail: record.trail, archive: kept.archive, tenant, now };
  const verifyDays = makeVerifyDays({ ...deps, seals: { archive: kept.archive, isOurs } });
  return {
    record,
    kept,
    itIs: (moment: string) => {
      time = moment;
    },
    seal: makeSealDays({ ...deps, signer }),
    /** By a process that dies over so many calls. */
    sealIn: (life: Life) => makeSealDays({ ...deps, ...mortal({ archive: kept.archive, signer }, life) })(),
    prove: makeProveInclusion(deps),
    textsOf: async (first: string, last = first) =>
      (await verifyDays(first, last)).problems.map(auditProblemText),
  };
}

/** Asked for and approved on 1 March, and approved again on the day after. */
function storyOver(days: number): readonly Change[] {
  const asked = created();
  const first = approved(asked.request, ben, later(60));
  return [asked, first, approved(first.request, cleo, later(60 + days * 86_400))];
}

describe("a day is sealed", () => {
  test("in the morning after it and once, with what happened on it, after the seal before", async () => {
    const office = openOffice();
    office.record.save(...storyOver(1));

    office.itIs("2026-03-02T05:59:00.000Z");
    const early = await office.seal();
    office.itIs("2026-03-02T06:00:00.000Z");
    const [first] = await office.seal();
    const again = await office.seal();
    office.itIs("2026-03-03T06:00:00.000Z");
    const [second] = await office.seal();

    expect(early.map(({ day }) => day)).toEqual(["2026-02-28"]);
    expect(first).toMatchObject({ day: "2026-03-01", events: 2, late: 0, previous: { day: "2026-02-28" } });
    expect(again).toEqual([]);
    expect(second).toMatchObject({ day: "2026-03-02", events: 1, late: 0 });
    expect(second?.previous).toEqual({ day: "2026-03-01", hash: first && hashOfSeal(first) });
    expect(await office.textsOf("2026-02-28", "2026-03-02")).toEqual([]);
  });

  test("later where it was missed, each day by itself, and quiet days too", async () => {
    const office = openOffice();
    await office.seal();
    office.record.save(...storyOver(1));
    office.itIs("2026-03-05T12:00:00.000Z");

    const made = await office.seal();

    expect(made.map(({ day, events }) => [day, events])).toEqual([
      ["2026-03-02", 3],
      ["2026-03-03", 0],
      ["2026-03-04", 0],
    ]);
  });

  test("with what had come too late for its own day", async () => {
    const office = openOffice();
    office.itIs("2026-03-01T12:00:00.000Z");
    await office.seal();
    const [asked, first, second] = storyOver(0);
    office.record.save(...([asked, first] as Change[]));
    office.itIs("2026-03-02T12:00:00.000Z");
    await office.seal();
    office.record.save(second as Change);
    office.itIs("2026-03-03T12:00:00.000Z");

    const [next] = await office.seal();
    office.itIs("2026-03-04T12:00:00.000Z");
    const [last] = await office.seal();
    office.itIs("2026-03-08T12:00:00.000Z");
    await office.seal();

    expect(next).toMatchObject({ day: "2026-03-02", events: 1, late: 1 });
    expect(last).toMatchObject({ day: "2026-03-03", events: 0, late: 0 });
    expect(await office.textsOf("2026-03-01", "2026-03-07")).toEqual([]);
  });

  test("by the next run, wherever the last one has died, with what has come to be known of it meanwhile", async () => {
    let deaths = 0;
    for (const life of everyLife(9)) {
      const office = openOffice();
      office.itIs("2026-03-01T12:00:00.000Z");
      await office.seal();
      const [asked, first, second] = storyOver(0);
      office.record.save(...([asked, first] as Change[]));
      office.itIs("2026-03-03T12:00:00.000Z");

      await office.sealIn(life).catch(() => {
        deaths += 1;
      });
      office.record.save(second as Change);
      office.itIs("2026-03-03T13:00:00.000Z");
      await office.seal();
      office.itIs("2026-03-04T13:00:00.000Z");
      await office.seal();

      const what = `${life.end} call ${life.calls}`;
      expect([...office.kept.seals.keys()].toSorted(), what).toEqual(
        ["02-28", "03-01", "03-02", "03-03"].map((day) => `${tenant}/2026-${day}`),
      );
      expect(await office.textsOf("2026-03-01", "2026-03-03"), what).toEqual([]);
    }
    expect(deaths).toBeGreaterThan(10);
  });

  test("once by two that run at the same time", async () => {
    const office = openOffice();
    office.record.save(...storyOver(0));

    const [one, other] = await Promise.all([office.seal(), office.seal()]);

    expect(one).toEqual(other);
    expect(await office.textsOf("2026-03-01")).toEqual([]);
  });
});

describe("what is found by the seals", () => {
  async function sealed(key = ours.privateKey) {
    const office = openOffice(key);
    const story = storyOver(0);
    office.record.save(...story);
    await office.seal();
    const { id } = (story[0] as Change).request;
    return { ...office, id };
  }

  test("a whole request that was taken away, of which no chain is left to tell", async () => {
    const { record, id, textsOf } = await sealed();
    for (const sequence of [1, 2, 3]) record.remove(id, sequence);
    record.ends.delete(id);

    expect(await textsOf("2026-03-01")).toEqual(
      [1, 2, 3].map((sequence) => `${id}, event ${sequence}: sealed on 2026-03-01, and not there any more`),
    );
  });

  test("a chain that was made anew from the change on, with all its hashes right", async () => {
    const { record, id, textsOf } = await sealed();
    const other = created({ id, justification: "another reason" });
    const forged = approved(other.request, ben, later(60));
    for (const sequence of [1, 2, 3]) record.remove(id, sequence);
    record.save(other, forged, approved(forged.request, cleo, later(60)));

    const texts = await textsOf("2026-03-01");

    expect(texts.map((text) => text.slice(0, 59))).toEqual(
      [1, 2, 3].map((sequence) =>
        `${id}, event ${sequence}: sealed on 2026-03-01 with the hash`.slice(0, 59),
      ),
    );
  });

  test("a request that was slipped in afterwards, once its day cannot be sealed any more", async () => {
    const { record, seal, itIs, textsOf } = await sealed();
    itIs("2026-03-09T12:00:00.000Z");
    await seal();
    const slipped = created();
    record.save(slipped);

    expect(await textsOf("2026-03-01")).toEqual([
      `${slipped.request.id}, event 1: of 2026-03-01, but no seal has it`,
    ]);
  });

  test("a missing seal, once it is owed; and another key's seal", async () => {
    const missing = await sealed();
    missing.itIs("2026-03-03T12:00:00.000Z");
    const forged = await sealed(theirs.privateKey);

    expect(await missing.textsOf("2026-03-02", "2026-03-03")).toEqual(["2026-03-02: the day has no seal"]);
    expect(await forged.textsOf("2026-03-01")).toEqual([
      "2026-03-01: the seal does not hold: its signature is not by the key",
    ]);
  });

  test("a list of events that was changed, and a seal before it that is another one", async () => {
    const office = await sealed();
    office.itIs("2026-03-03T12:00:00.000Z");
    await office.seal();
    const [key = "", leaves = []] = [...office.kept.leaves].find(([name]) => name.includes("03-01")) ?? [];
    office.kept.leaves.set(key, leaves.slice(1));
    const list = await office.textsOf("2026-03-01");
    office.kept.leaves.set(key, leaves);
    const other = await sealed();
    const swapped = other.kept.seals.get("default/2026-03-01");
    if (swapped) office.kept.seals.set("default/2026-03-01", swapped);

    expect(list).toEqual(["2026-03-01: the seal does not hold: its events lead to another root"]);
    expect((await office.textsOf("2026-03-02"))[0]).toBe(
      "2026-03-02: the seal does not hold: the seal of 2026-03-01 is not the one that it names",
    );
  });
});

describe("a proof", () => {
  test("leads from an event to a seal by the key, and from nothing else", async () => {
    const { record, seal, prove } = openOffice();
    const story = storyOver(0);
    record.save(...story, created(), created());
    await seal();
    const { id } = (story[0] as Change).request;

    const proof = await prove(id, 2);

    if (!proof.ok) throw new Error(proof.error);
    const whole = inclusionProofSchema.parse(JSON.parse(JSON.stringify(proof.value)));
    expect(sealOfProof(whole)).toEqual(parseSeal(whole.sealed.seal));
    expect(isSignedBySome([ours.publicKey], whole.sealed)).toBe(true);
    expect(isSignedBySome([theirs.publicKey], whole.sealed)).toBe(false);
    expect(sealOfProof({ ...whole, leaf_index: 0 }).ok).toBe(false);
    expect(sealOfProof({ ...whole, event: { ...whole.event, actor: "mallory@acme.example" } })).toEqual({
      ok: false,
      error: "the event has another hash than its content",
    });
  });

  test("there is none of what is not there, is not sealed yet, or was changed since", async () => {
    const { record, seal, prove } = openOffice();
    const story = storyOver(0);
    record.save(...story);
    const { id } = (story[0] as Change).request;

    const unsealed = await prove(id, 1);
    await seal();
    record.tamper(id, 1, { hash: "0".repeat(64) });

    expect(unsealed).toMatchObject({
      ok: false,
      error: expect.stringContaining("No seal has this event yet"),
    });
    expect(await prove(id, 9)).toEqual({ ok: false, error: `There is no event 9 of ${id}.` });
    expect(await prove(id, 1)).toMatchObject({
      ok: false,
      error: expect.stringContaining("was changed since"),
    });
  });
});
