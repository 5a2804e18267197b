import {
  makeSpreadDelegations,
  type SpreadDelegations,
} from "../../../src/app/delegation/spread-delegations.ts";
import type { LookAfterTasks } from "../../../src/app/task/look-after-tasks.ts";
import { makeWorkOffDue } from "../../../src/app/work-off-due.ts";
import { tenant } from "./model-policy.ts";
import { neverAsked, type Surroundings } from "./surroundings.ts";

type Dependencies = Parameters<typeof makeSpreadDelegations>[0] &
  Omit<Parameters<typeof makeWorkOffDue>[0], "archive"> & { readonly lookAfterTasks: LookAfterTasks };

const mostPerRun = 100;

/** The function `schedule`, as far as the model goes: it tells who decides for whom, looks after those who wait, and works off what is due. */
export function makeSchedule(
  { lookAfterTasks, ...deps }: Omit<Dependencies, "tenant">,
  around: () => Surroundings,
) {
  const workOffDue = makeWorkOffDue({ ...deps, archive: { keep: neverAsked("the archive") } });
  const spreading = new WeakMap<Surroundings, SpreadDelegations>();

  /** It remembers what it has told, which is another world's where there is another. */
  function spreadDelegations(): SpreadDelegations {
    const known = spreading.get(around()) ?? makeSpreadDelegations({ ...deps, tenant });
    spreading.set(around(), known);
    return known;
  }

  return async (): Promise<void> => {
    await spreadDelegations()(mostPerRun);
    // As long as no workflow has waited, there is nothing to ask for.
    if (around().workflows.all.length > 0) await lookAfterTasks(mostPerRun);
    await workOffDue(mostPerRun);
  };
}
