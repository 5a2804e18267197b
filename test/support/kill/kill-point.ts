import type { acmeTeamsPeople } from "../strict-teams/acme-teams.ts";

export type Service = "dynamodb" | "messaging" | "rds" | "slack" | "teams" | "mail";

/** What people do in a story, one after the other. */
export type Act = "asks" | "withdraws" | "approves" | "approves last";

/** How far the point is from the act that leads to it: within its answer, by an event that is published, or in the run. */
export type Reach = "in the answer" | "by an event" | "in the run";

/** Where the process is killed: as a call leaves it, or once the service has done it and before its answer arrives. */
export interface KillPoint {
  readonly moment: "before" | "after";
  readonly what: string;
  /** Which act leads to it; calls that were made before that are not meant. */
  readonly act: Act;
  readonly reach: Reach;
  readonly service: Service;
  readonly operation: string;
  /** What the call must hold to be meant; the first such call of the story is. */
  readonly request?: RegExp;
  readonly answer?: RegExp;
  /** Only once a call like this one has gone out. */
  readonly since?: Pick<KillPoint, "operation" | "request">;
  /** Whether it hits the run between its claim and its first record, so that another worker has to take it over. */
  readonly interruptsTheCall?: true;
  /**
   * Whether the call itself, or a notifier while the answer's call is held, may have sent something that nobody can look for, so that it
   * comes once more (docs/decisions/0016). While an event is told that is so at any of its calls.
   */
  readonly mayComeTwice?: true;
  /** Who asks, where it is somebody whom Teams' bot has never written to. */
  readonly by?: keyof typeof acmeTeamsPeople;
}

type Call = Omit<KillPoint, "moment">;

export function before(call: Call): KillPoint {
  return { moment: "before", ...call };
}

export function after(call: Call): KillPoint {
  return { moment: "after", ...call };
}

export function around(call: Call): readonly KillPoint[] {
  return [before(call), after(call)];
}

/** Which act leads to a point, and how far from it that is. */
export const stages = {
  asks: { act: "asks", reach: "in the answer" },
  isAsked: { act: "asks", reach: "by an event" },
  approves: { act: "approves", reach: "in the answer" },
  approvesLast: { act: "approves last", reach: "in the answer" },
  isApproved: { act: "approves last", reach: "by an event" },
  runs: { act: "approves last", reach: "in the run" },
} as const satisfies Readonly<Record<string, Pick<KillPoint, "act" | "reach">>>;

/** The calls that several stories make, as points name them. */
export const calls = {
  saves: (kind: string) =>
    ({
      service: "dynamodb",
      operation: "TransactWriteItems",
      request: new RegExp(`"kind":{"S":"${kind}"}`),
    }) as const,
  /** Claims or notes a place where something of a request is shown. */
  keepsDelivery: (request: RegExp) =>
    ({
      service: "dynamodb",
      operation: "PutItem",
      request: new RegExp(`rds-deliveries.*${request.source}`),
    }) as const,
  sendsStep: (step: number) =>
    ({
      service: "messaging",
      operation: "SendMessage",
      request: new RegExp(`run-operation.*step\\\\":${step}`),
    }) as const,
};
