import type { ApprovalRequest } from "../../core/request.ts";
import { standingOf } from "../../core/turn.ts";
import type { RunDependencies } from "./run-dependencies.ts";

export type PassTurn = (request: ApprovalRequest) => Promise<void>;

/**
 * Tells who is next at its target that a request does not run there, or not any more. A word that is lost is made up for
 * by the schedule, which sends every waiting request to its start once a minute.
 */
export function makePassTurn(deps: Pick<RunDependencies, "turns" | "requests" | "runs" | "now">): PassTurn {
  return async ({ id, turn: key }) => {
    if (key === undefined) return;
    const { holder, waiting } = await deps.turns.find(key);
    if (holder !== id && !waiting.includes(id)) return;
    for (const next of waiting) {
      if (next === id || standingOf(await deps.requests.find(next), deps.now()) !== "waiting") continue;
      await deps.runs.send({ requestId: next, step: 0 }, 0);
      return;
    }
  };
}
