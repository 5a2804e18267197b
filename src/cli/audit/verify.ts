import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { splitLines } from "../../app/audit/split-lines.ts";
import { verifyChain } from "../../app/audit/verify-chain.ts";
import { makeVerifyDays } from "../../app/audit/verify-days.ts";
import { verifyExport } from "../../app/audit/verify-export.ts";
import { inclusionProofSchema, sealOfProof } from "../../core/audit/inclusion-proof.ts";
import { systemClock, wireAuditTrail } from "../../wiring.ts";
import { openDeployment, withBuckets } from "../open-deployment.ts";
import type { OperatorPlace } from "../operator-options.ts";
import { broken, holds, printReport, unchecked } from "../print-report.ts";
import { complain, say } from "../say.ts";
import { openSealCheck, openSealKeeper } from "../seal-keeper.ts";

export type WhatToVerify =
  | { readonly kind: "days"; readonly first: string; readonly last: string }
  | { readonly kind: "request"; readonly request: string }
  | { readonly kind: "export"; readonly file: string }
  | { readonly kind: "proof"; readonly file: string };

export interface VerifyAsked {
  readonly what: WhatToVerify;
  readonly place: OperatorPlace;
  readonly keyFiles: readonly string[];
  readonly withSeals: boolean;
  readonly asJson: boolean;
}

/** Checks what is asked for, says what was found, and gives the exit code. Throws where it cannot be checked. */
export async function verify(asked: VerifyAsked): Promise<number> {
  const { what, place, asJson } = asked;
  if (what.kind === "export") return verifyFile(what.file, asJson);
  if (what.kind === "proof") return verifyProof(what.file, asked);
  const config = await withBuckets((await openDeployment(place)).config);
  const trail = wireAuditTrail(config);
  if (what.kind === "request") {
    const { entries, problem } = await verifyChain(trail, what.request);
    if (entries.length === 0 && !problem) return complain(`There is no request ${what.request}.`, unchecked);
    const problems = problem ? [problem] : [];
    const report = { requests: 1, events: entries.length, problems, found: problems.length };
    return printReport(report, { asJson, notes: [] });
  }
  const seals = asked.withSeals ? await openSealKeeper(config, asked.keyFiles) : undefined;
  const verifyDays = makeVerifyDays({ ...systemClock, trail, seals, tenant: config.tenant });
  return printReport(await verifyDays(what.first, what.last), { asJson, notes: [] });
}

async function verifyFile(file: string, asJson: boolean): Promise<number> {
  const report = await verifyExport(splitLines(createReadStream(file, { highWaterMark: 1_048_576 })));
  const notes = report.continues ? ["The export goes on in another part: check that as well."] : [];
  return printReport(report, { asJson, notes });
}

/** Needs no deployment where the key is given: that is what a proof is for. */
async function verifyProof(file: string, { keyFiles, place, asJson }: VerifyAsked): Promise<number> {
  const proof = inclusionProofSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
  const seal = proof.success ? sealOfProof(proof.data) : undefined;
  const keyId = keyFiles.length > 0 ? undefined : (await openDeployment(place)).config.seals.keyId;
  const isOurs = proof.success && (await openSealCheck(keyId, keyFiles))(proof.data.sealed);
  const why = !proof.success
    ? "it is no proof"
    : !seal?.ok
      ? seal?.error
      : isOurs
        ? undefined
        : "the seal's signature is not by the key";
  const { day } = seal?.ok ? seal.value : { day: "" };
  if (asJson) say(JSON.stringify({ holds: why === undefined, ...(why === undefined ? { day } : { why }) }));
  else if (why !== undefined) say(`The proof does not hold: ${why}.`);
  else if (proof.success) {
    const { request_id, sequence } = proof.data.event;
    say(`The proof holds: ${request_id}, event ${sequence}, is sealed on ${day} just as it is in the file.`);
  }
  return why === undefined ? holds : broken;
}
