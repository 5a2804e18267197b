import type { InstanceIdentity } from "./intent.ts";
import type { ApprovalRequest, RequestId } from "./request.ts";
import { startRefusal } from "./transitions/run.ts";

/** Who may change a target now, and who comes next: one operation at a time. */
export interface Turn {
  readonly key: string;
  /** Counts the changes; each save is conditional on the one it was read at. 0 as long as nobody has had the turn. */
  readonly revision: number;
  /** Has the turn for as long as it runs. */
  readonly holder: RequestId | undefined;
  /** In the order in which they came. */
  readonly waiting: readonly RequestId[];
}

/** What a request that a turn names is at; who is `gone` counts no more, so that nobody has to give a turn back. */
export type Standing = "running" | "waiting" | "gone";

/** Where a request stands at a target, with the turn as it is to be saved. */
export type Place =
  | { readonly kind: "free"; readonly turn: Turn }
  | {
      readonly kind: "behind";
      /** Who has to be done, or to start, first. */
      readonly blocker: RequestId;
      /** How many come before it, the blocker included. */
      readonly ahead: number;
      /** Whether the turn as it was read had it in its queue. */
      readonly isQueued: boolean;
      readonly turn: Turn;
    };

/** What only one operation may change at a time: a cluster with all its members, or an instance that is in none. */
export function turnKeyOf(
  { account, region, id }: Omit<InstanceIdentity, "resourceId">,
  clusterId: string | undefined,
): string {
  const target = clusterId === undefined ? `instance#${id}` : `cluster#${clusterId}`;
  return `${account}#${region}#${target}`;
}

/** What a turn is about, as people read it: "this cluster" or "this instance". */
export function targetText(turnKey: string | undefined): string {
  return turnKey?.includes("#cluster#") ? "this cluster" : "this instance";
}

/** What a request is at, for those who wait with it; one that is not there any more is `gone`. */
export function standingOf(request: ApprovalRequest | undefined, now: Date): Standing {
  if (request?.status === "executing") return "running";
  return request && !startRefusal(request, now) ? "waiting" : "gone";
}

/** Everyone whose standing tells a request's place: the holder, and who waits before it. */
export function beforeIn({ holder, waiting }: Turn, id: RequestId): readonly RequestId[] {
  const before = waiting.includes(id) ? waiting.slice(0, waiting.indexOf(id)) : waiting;
  return [...new Set([...(holder === undefined ? [] : [holder]), ...before])].filter((one) => one !== id);
}

/** First come, first served: the turn is free for who finds nobody running and nobody waiting before it. */
export function placeIn(turn: Turn, id: RequestId, standings: ReadonlyMap<RequestId, Standing>): Place {
  const holder =
    turn.holder !== undefined && standings.get(turn.holder) === "running" ? turn.holder : undefined;
  const before = beforeIn(turn, id).filter((one) => one !== holder && standings.get(one) === "waiting");
  const after = turn.waiting.slice(turn.waiting.indexOf(id) + 1);
  const isQueued = turn.waiting.includes(id);
  const revision = turn.revision + 1;
  const [blocker, ...others] = holder === undefined ? before : [holder, ...before];
  if (blocker === undefined) {
    return { kind: "free", turn: { ...turn, revision, holder: id, waiting: isQueued ? after : [] } };
  }
  return {
    kind: "behind",
    blocker,
    ahead: others.length + 1,
    isQueued,
    turn: { ...turn, revision, holder, waiting: [...before, id, ...(isQueued ? after : [])] },
  };
}
