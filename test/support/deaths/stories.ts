import type { Step } from "../../model/commands/steps.ts";
import type { Name } from "../../model/world/model-policy.ts";

type StepLike<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

export interface Story {
  readonly steps: readonly Step[];
  /** What becomes of its request. */
  readonly end: "executed" | "rejected" | "expired";
}

const lives = { life: undefined } as const;

/** More than come of anything here, doubled as they may be. */
const messages = 8;

/** The stories in which people act by mail and in Teams, and the one in which nobody acts; the short ones first. */
export const stories: Readonly<Record<string, Story>> = {
  "rejected by a mail's link": {
    steps: [ask("prod-snapshot", "api"), ...toldToAll(), decided("tom", "email", "reject"), ...toldToAll()],
    end: "rejected",
  },
  "asked for and approved in Teams": {
    steps: [ask("staging-reboot", "teams"), ...toldToAll(), decided("lena", "teams"), ...toldToAll()],
    end: "executed",
  },
  "answered by nobody": {
    steps: [
      ask("prod-snapshot", "api"),
      ...toldToAll(),
      later(2 * 60),
      ...toldToAll(),
      later(22 * 60),
      ...toldToAll(),
    ],
    end: "expired",
  },
  "approved by a mail's link and in Slack": {
    steps: [
      ask("prod-snapshot", "slack"),
      ...toldToAll(),
      decided("tom", "email"),
      ...toldToAll(),
      decided("priya", "slack"),
      ...toldToAll(),
    ],
    end: "executed",
  },
};

function ask(wish: StepLike<"ask">["asking"]["wish"], door: StepLike<"ask">["door"]): Step {
  return { kind: "ask", asking: { by: "dana", wish }, door, ...lives };
}

function decided(
  by: Name,
  door: StepLike<"decide">["door"],
  decision: StepLike<"decide">["decision"] = "approve",
): Step {
  return { kind: "decide", by, which: 0, decision, door, comment: "fine by me", waits: false, ...lives };
}

/** What has happened is published, and the messages that come of it are delivered. */
export function toldToAll(): readonly Step[] {
  const deliver: Step = { kind: "deliver", queue: 0, message: 0, isDoubled: false, ...lives };
  return [
    { kind: "publish", most: 10, again: 0, ...lives },
    ...Array.from({ length: messages }, () => deliver),
  ];
}

/** Time passes, and the schedule runs. */
export function later(afterMinutes: number): Step {
  return { kind: "schedule", afterMinutes, ...lives };
}
