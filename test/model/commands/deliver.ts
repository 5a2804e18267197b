import type { SQSBatchResponse } from "aws-lambda";
import fc from "fast-check";
import { type Consumer, consumers, type Message, toSqsRecord } from "../world/queues.ts";
import type { World } from "../world/world.ts";
import type { Act } from "./act.ts";
import { life, type StepOf } from "./anybody.ts";

export const deliver = fc.record({
  kind: fc.constant("deliver" as const),
  /** Which of the queues that hold something. */
  queue: fc.nat({ max: consumers.length - 1 }),
  /** Which of its messages: standard queues keep no order. */
  message: fc.nat({ max: 5 }),
  /** Whether it stays in the queue although it was handled, to come once more. */
  isDoubled: fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  life,
});

/** A queue hands a message to its function. */
export function toDeliverAct({
  queue,
  message: chosen,
  isDoubled,
  life: lives,
}: StepOf<typeof deliver>): Act {
  return async (world, at) => {
    const filled = consumers.filter((consumer) => world.queues.visible(consumer).length > 0);
    const consumer = filled[queue % Math.max(filled.length, 1)];
    if (!consumer) return;
    const messages = world.queues.visible(consumer);
    const message = messages[chosen % messages.length];
    if (message) await handOver(world, at, { consumer, message, isDoubled, life: lives });
  };
}

/** Hands the message to its function; what fails or dies is seen again later. */
export async function handOver(
  world: World,
  at: number,
  given: {
    readonly consumer: Consumer;
    readonly message: Message;
    readonly isDoubled?: boolean;
    readonly life?: StepOf<typeof life>;
  },
): Promise<void> {
  const { consumer, message, isDoubled = false } = given;
  let hasFailed = false;
  const end = await world.invoke(
    at,
    { life: given.life, requestId: message.requestId },
    async (functions) => {
      const event = { Records: [toSqsRecord(consumer, message)] };
      const answer = await functions[consumer]()(event, {} as never, () => {});
      hasFailed = ((answer as SQSBatchResponse | undefined)?.batchItemFailures ?? []).length > 0;
    },
  );
  // Of a process that has died nobody hears an answer.
  if (hasFailed || end === "died") world.queues.failed(message);
  else if (isDoubled) world.noteHappening("a message comes twice");
  else world.queues.done(consumer, message);
}
