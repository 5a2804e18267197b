import { lastOwedDay } from "../../../core/audit/seal-times.ts";
import { readSealedDay, type SealKeeper } from "../../audit/sealed-day.ts";
import { type Check, fine, problem, skipped } from "../check.ts";

/** The audit log's last seal: whether it is there in time, and holds. */
export function checkSeals(openKeeper: () => Promise<SealKeeper>, tenant: string, now: () => Date): Check {
  return {
    name: "seals",
    look: async () => {
      const keeper = await openKeeper();
      const last = (await keeper.archive.sealedDays(tenant)).at(-1);
      if (last === undefined) return [skipped("seals", "no day is sealed yet")];
      const mend = "docs/audit.md#when-a-seal-is-missing says what to do.";
      const sealed = await readSealedDay(keeper, tenant, last);
      if (sealed.problem?.kind === "bad-seal") return [problem(last, sealed.problem.why, mend)];
      if (last < lastOwedDay(now())) return [problem("seals", `the last one is of ${last}`, mend)];
      return [fine(last, `sealed, ${sealed.leaves.length} events`)];
    },
  };
}
