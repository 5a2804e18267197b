import fc from "fast-check";
import type { FifoMessage } from "../world/fifo-queue.ts";
import { type Poller, pollers } from "../world/premises.ts";
import type { World } from "../world/world.ts";
import type { Act } from "./act.ts";
import { hardLife, type StepOf } from "./anybody.ts";

export const poll = fc.record({
  kind: fc.constant("poll" as const),
  poller: fc.constantFrom(...pollers),
  /** Which of the messages that can be seen: the first of a subject each. */
  message: fc.nat({ max: 1 }),
  /** Whether its deletion is lost, so that it comes once more. */
  isDoubled: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  beats: fc.boolean(),
  life: hardLife,
});

/** A poller comes by, tells that it lives, and takes a decision. */
export function toPollAct({
  poller,
  message: chosen,
  isDoubled,
  beats,
  life: lives,
}: StepOf<typeof poll>): Act {
  return async (world, at) => {
    const messages = world.premises.decisions.visible();
    const message = messages[chosen % Math.max(messages.length, 1)];
    if (message) await takeDecision(world, at, { poller, message, isDoubled, beats, life: lives });
  };
}

/** So long a message is hidden whose poller died, or has to wait for another one. */
const visibilitySeconds = 60;

/** Hands the poller a decision, as its loop does with what it receives. */
export async function takeDecision(
  world: World,
  at: number,
  given: {
    readonly poller: Poller;
    readonly message: FifoMessage;
    readonly isDoubled?: boolean;
    readonly beats?: boolean;
    readonly life?: StepOf<typeof hardLife>;
  },
): Promise<void> {
  const { poller, message, isDoubled = false, beats = false } = given;
  const { decisions } = world.premises;
  let handled = "later" as "done" | "again" | "later";
  const end = await world.invoke(at, { life: given.life }, async (functions) => {
    const { handle, beat } = functions.poller(poller);
    if (beats) await beat();
    handled = await handle(message.body);
  });
  if (end === "ended") world.noteHappening(`a decision is ${handled}${isDoubled ? ", and comes twice" : ""}`);
  if (end === "ended" && handled === "done" && !isDoubled) decisions.done(message);
  else decisions.hide(message, end === "ended" && handled !== "later" ? 1 : visibilitySeconds);
}
