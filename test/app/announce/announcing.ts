import { type AnnounceRequest, makeAnnounceRequest } from "../../../src/app/announce/announce-request.ts";
import { changeRequest } from "../../../src/app/change-request.ts";
import type { Delivery } from "../../../src/app/ports/delivery-store.ts";
import { threadLineOf } from "../../../src/core/announcement.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { claim, complete, progress } from "../../../src/core/transitions/run.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import type { Workbench } from "../../support/workbench.ts";

export const leaseSeconds = 30;

/** A desk with a chat, where each call of `announce` is another worker told of some event. */
export async function openAnnouncing(
  bench: Workbench,
  channelsOf: (request: ApprovalRequest) => readonly string[] = ({ slackChannels }) => slackChannels,
) {
  const desk = await openDesk(bench);
  const chat = new RecordingChat(desk.now);
  const unreachable: Delivery[] = [];
  const announce: AnnounceRequest = makeAnnounceRequest({
    ...desk.ports,
    surface: "slack",
    chat,
    placesOf: (request) => ({ channels: channelsOf(request), people: [] }),
    leaseSeconds,
    onUnreachable: (delivery) => unreachable.push(delivery),
  });
  return { desk, chat, unreachable, announce };
}

/** The changes of a run, one after the other; each is one event. */
export function runChanges(desk: Desk, id: RequestId): readonly (() => Promise<unknown>)[] {
  return [
    () => changeRequest(desk.ports, id, (request, now) => claim(request, desk.times, now)),
    () => changeRequest(desk.ports, id, (request, now) => progress(request, { text: "begun" }, now)),
    () =>
      changeRequest(desk.ports, id, (request, now) => progress(request, { text: "half", percent: 50 }, now)),
    () =>
      changeRequest(desk.ports, id, (request, now) =>
        complete(request, [{ label: "ARN", value: "arn:snapshot" }], now),
      ),
  ];
}

/** What the thread has to hold in the end, in this order. */
export async function linesOf(desk: Desk, id: RequestId): Promise<readonly string[]> {
  return (await desk.events(id)).flatMap((event) => threadLineOf(event)?.text ?? []);
}
