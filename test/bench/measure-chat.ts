import { setTimeout as pause } from "node:timers/promises";
import type { BareChatApproval, ChatApproval } from "./chat-approval.ts";
import type { Comparison } from "./comparison.ts";
import { timed } from "./timed.ts";

const rounds = 50;
const warmUp = 8;
/** Slower than this is everybody; faster, a round would wait for the rest of the one before. */
const betweenMs = 150;

interface Chat<Card> {
  readonly name: string;
  /** The library that the bare app is made with. */
  readonly library: string;
  readonly ours: ChatApproval<Card>;
  readonly bare: BareChatApproval<Card>;
}

/** A request's way through the running application: its card, the click, the card again. Each step beside its floor. */
export async function measureChat<Card>(chat: Chat<Card>): Promise<readonly Comparison[]> {
  const { name, library, ours, bare } = chat;
  const taken = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    await pause(betweenMs);
    const { request, card, postedMs } = await ours.ask();
    const posted = await bare.post(card);
    await pause(betweenMs);
    const bareChangedMs = await bare.decideAndUpdate(posted.card);
    const bareAnsweredMs = await timed(() => bare.press(request));
    const approved = await ours.approve(request, card);
    taken.push({ ...approved, postedMs, barePostedMs: posted.postedMs, bareChangedMs, bareAnsweredMs });
  }
  const measured = taken.slice(warmUp);
  return [
    {
      path: `${name}: click on Approve to the changed card`,
      beside: "SDK calls and a bare update",
      ours: measured.map(({ changedMs }) => changedMs),
      floor: measured.map(({ bareChangedMs }) => bareChangedMs),
      barMs: 500,
    },
    {
      path: `${name}: click on Approve to its answer`,
      beside: library,
      ours: measured.map(({ answeredMs }) => answeredMs),
      floor: measured.map(({ bareAnsweredMs }) => bareAnsweredMs),
    },
    {
      path: `${name}: commit of a request to its card`,
      beside: "a bare post",
      ours: measured.map(({ postedMs }) => postedMs),
      floor: measured.map(({ barePostedMs }) => barePostedMs),
    },
  ];
}
