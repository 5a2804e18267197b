import {
  type AlarmChange,
  type AlarmEpisode,
  type AlarmEpisodeId,
  alarmCardOf,
  endLineOf,
  episodeIdOf,
  versionOf,
} from "../../core/alarm/alarm.ts";
import type { Surface } from "../../core/person.ts";
import { GatewayError } from "../gateway-error.ts";
import type { AlarmHistory } from "../ports/alarm-history.ts";
import type { Chat, Shown } from "../ports/chat.ts";
import type { Delivery, DeliveryStore } from "../ports/delivery-store.ts";
import { makeBringUpToDate } from "./bring-up-to-date.ts";
import type { DeliveryStep } from "./plan-deliveries.ts";

/** One operations channel. */
export interface AlarmPlace {
  readonly surface: Surface;
  readonly channel: string;
  readonly chat: Chat;
}

interface Dependencies {
  readonly places: readonly AlarmPlace[];
  readonly history: AlarmHistory;
  readonly deliveries: DeliveryStore<AlarmEpisodeId>;
  readonly now: () => Date;
  readonly leaseSeconds: number;
  /** Where the repository's files are read, for links to runbooks. */
  readonly runbooksUrl: string | undefined;
}

/**
 * Shows an alarm in each operations channel: one message from when it begins to ring until it does not any more, which a line in
 * its thread then says; where nothing was measured first, a second line says how that went on. Changes that come late, twice or in
 * another order end in the same messages; the end of what nobody was told of is not told. Throws a `GatewayError` where a channel
 * cannot be reached: the others are told all the same.
 */
export function makeAnnounceAlarm(deps: Dependencies): (change: AlarmChange) => Promise<void> {
  const { history } = deps;
  const places = deps.places.map((place) => ({ place, bringUpToDate: makeBringUpToDate(postingAt(place)) }));

  return async (change) => {
    await history.note(change);
    const began = await findBeginning(change);
    if (!began) return;
    const telling = places.map(({ place, bringUpToDate }) =>
      bringUpToDate(episodeIdOf(began), async (readDeliveries) => {
        const deliveries = await readDeliveries();
        const episode = await episodeFrom(began);
        const steps = stepsAt(place, episode, deliveries);
        return { steps, since: began.at, version: versionOf(episode) };
      }),
    );
    const failed = (await Promise.allSettled(telling)).filter(({ status }) => status === "rejected");
    const [first, ...others] = failed.map((one) => ("reason" in one ? one.reason : undefined));
    if (others.length > 0) throw new AggregateError([first, ...others], "no operations channel was told");
    if (failed.length > 0) throw first;
  };

  /** When it began to ring that rings still, or did until this change, whether or not it was measured all the time. */
  async function findBeginning(change: AlarmChange): Promise<AlarmChange | undefined> {
    const known = change.state === "ringing" ? change : await findKnown("findBefore", change);
    return known?.state === "ringing" ? known : undefined;
  }

  /** What follows after a change that was never heard of is not its end: it rings again. */
  async function episodeFrom(began: AlarmChange): Promise<AlarmEpisode> {
    const next = await history.findAfter(began.alarm, began.at);
    const known = next?.state === "unknown" ? await findKnown("findAfter", next) : next;
    if (known?.state === "over") return { began, ended: known };
    return { began, ended: next?.state === "unknown" ? next : undefined };
  }

  /** The nearest change before or after this one that is more than that nothing was measured. */
  async function findKnown(
    look: "findBefore" | "findAfter",
    from: AlarmChange,
  ): Promise<AlarmChange | undefined> {
    const found = await history[look](from.alarm, from.at);
    return found?.state === "unknown" ? findKnown(look, found) : found;
  }

  function stepsAt(
    { surface, channel }: AlarmPlace,
    episode: AlarmEpisode,
    deliveries: readonly Delivery<AlarmEpisodeId>[],
  ): readonly DeliveryStep<AlarmEpisodeId>[] {
    const message = deliveryAt(`${surface}#${channel}#alarm`);
    const shown: Shown = { kind: "alarm", alarm: alarmCardOf(episode, deps.runbooksUrl) };
    const { reference } = message;
    if (!reference) return [{ kind: "post", delivery: message, post: { ...shown, channel } }];
    // Before its thread, which is gone with a message that somebody has deleted.
    if (message.version < versionOf(episode))
      return [{ kind: "update", delivery: message, reference, shown }];
    const said = deliveryAt(
      `${surface}#${channel}#${episode.ended?.state === "over" ? "end" : "unmeasured"}`,
    );
    const line = endLineOf(episode);
    if (!line || said.reference) return [];
    return [{ kind: "post", delivery: said, post: { kind: "thread-line", thread: reference, line } }];

    function deliveryAt(place: string): Delivery<AlarmEpisodeId> {
      const known = deliveries.find((one) => one.place === place);
      return known ?? { requestId: episodeIdOf(episode.began), place, revision: 0, version: 0 };
    }
  }

  /** An alarm that nobody sees is not done with: the queue tries again, and in the end it is a dead letter. */
  function postingAt({ surface, channel, chat }: AlarmPlace) {
    return {
      ...deps,
      chat,
      onUnreachable: ({ unreachable }: Delivery<AlarmEpisodeId>) => {
        throw new GatewayError(
          `the operations channel ${channel} in ${surface} cannot be reached: ${unreachable}`,
        );
      },
    };
  }
}
