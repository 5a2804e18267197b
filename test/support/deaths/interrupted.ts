import { perform, type Step } from "../../model/commands/steps.ts";
import { play } from "../../model/play.ts";
import type { Lane } from "../../model/world/lane.ts";
import { later, toldToAll } from "./stories.ts";

/** In which step of a story a process dies, and after how many calls to the outside it makes one more, which is done and unheard. */
export interface Death {
  readonly step: number;
  readonly calls: number;
  /** What the step had changed outside by then. */
  readonly effects: string;
}

/** What changes nothing. */
const questions = /^(Get|Query|BatchGet|Describe)|^\/api\/conversations\./;

/**
 * Every death in a story: after each call that has an effect, as a process that dies over a mere question leaves what its last effect
 * left. Told by a world in which nobody dies, after one that has had the processes remember what they do.
 */
export async function deathsOf(lane: Lane, steps: readonly Step[]): Promise<readonly Death[]> {
  await play(lane, steps);
  const world = await lane.begin();
  const deaths: Death[] = [];
  for (const [step, one] of steps.entries()) {
    const from = world.calls.length;
    await perform(world, one);
    await world.look();
    const effects: string[] = [one.kind];
    for (const [calls, { operation }] of world.calls.slice(from).entries()) {
      if (questions.test(operation)) continue;
      effects.push(operation);
      deaths.push({ step, calls, effects: effects.join(" ") });
    }
  }
  return deaths;
}

/**
 * The story in which these processes die; what they were at is done again once they can be known to be dead. Whoever had no card to
 * press, as two have died over it, looks once more in the end.
 */
export function interrupted(steps: readonly Step[], deaths: readonly Death[]): readonly Step[] {
  const presses = deaths.length > 1 ? steps.filter(({ kind }) => kind === "decide") : [];
  return [...died(steps, deaths), ...presses.flatMap((press) => [later(2), ...toldToAll(), press])];
}

function died(steps: readonly Step[], deaths: readonly Death[]): readonly Step[] {
  return steps.flatMap((one, step) => {
    const dying = deaths.filter((death) => death.step === step);
    const attempts = dying.flatMap(({ calls }) => [
      { ...one, life: { calls, end: "after" } } as Step,
      later(2),
    ]);
    // Whoever asks looks at their list before they ask again.
    const isAsked = one.kind === "ask" && dying.some(({ effects }) => effects.includes("TransactWriteItems"));
    return isAsked ? attempts : [...attempts, one];
  });
}
