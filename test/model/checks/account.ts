import type { Status } from "../../../src/core/request.ts";
import type { Action } from "./action.ts";
import type { Bulk } from "./bulk.ts";
import type { Emergency } from "./emergency.ts";
import type { Readings } from "./preflight.ts";
import type { StandIns } from "./stand-ins.ts";

/** What somebody who only reads the record knows of one request, by rules of their own. */
export interface Account {
  readonly status: Status;
  readonly requester: string;
  readonly digest: string;
  readonly needed: number;
  /** Who may decide, but for those whom an escalation calls. */
  readonly deciders: readonly string[];
  /** On the digest, in the order in which they came. */
  readonly approvals: readonly string[];
  /** Everybody who has decided, or was decided for. */
  readonly seats: readonly string[];
  readonly isRejectedBy?: string;
  readonly isEscalated: boolean;
  readonly openSince: number;
  /** When the last approval came, or it was asked for; Unix milliseconds, as all moments. */
  readonly approvedAt: number;
  readonly expiresAt: number;
  /** How often a run has been claimed, and on which digest. */
  readonly claims: readonly string[];
  /** Where it was done without asking anybody, to be reviewed afterwards. */
  readonly emergency: Emergency | undefined;
  /** Where a poller on the premises is to do it. */
  readonly action: Action | undefined;
  /** Where a workflow waits for it: whether that has heard what became of it. */
  readonly task: { readonly isAnswered: boolean } | undefined;
  readonly readings: Readings;
  /** Where it is for several instances. */
  readonly bulk: Bulk | undefined;
  /** The request for several instances that it is a part of. */
  readonly partOf: string | undefined;
}

/** What else the record tells, apart from the one request. */
export interface WholeRecord {
  readonly standIns: StandIns;
  readonly accountOf: (id: string) => Account | undefined;
}
