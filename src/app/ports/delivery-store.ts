import type { RequestId } from "../../core/request.ts";

/** A message on a surface: enough to find and change it again. */
export interface MessageReference {
  /** A Slack channel id, for example. */
  readonly channel: string;
  /** A Slack message's `ts`, for example. */
  readonly message: string;
}

/** One card or line at one place: posted, about to be posted, or about to be changed. Of a request, or of what else has an id. */
export interface Delivery<Id extends string = RequestId> {
  readonly requestId: Id;
  /** Surface, channel or person, and what is posted there: unique for a request. */
  readonly place: string;
  /** Counts the saves; each one is conditional on the revision it was read at. 0 stands for "not saved yet". */
  readonly revision: number;
  /** Set while somebody posts or changes the message, and left over when they died over it. */
  readonly claimedAt?: Date | undefined;
  /** Missing until it is posted. */
  readonly reference?: MessageReference | undefined;
  /** The request's version that the message shows. */
  readonly version: number;
  /** Why nothing can be posted there, as the surface said it. */
  readonly unreachable?: string | undefined;
  /** How often it was begun without a word of how it ended; counts where it cannot be found again, as a mail. */
  readonly attempts?: number | undefined;
}

export interface DeliveryStore<Id extends string = RequestId> {
  list(requestId: Id): Promise<readonly Delivery<Id>[]>;
  /** Saves it as the revision after its own, and returns that; nothing when somebody else has saved one since. */
  save(delivery: Delivery<Id>): Promise<Delivery<Id> | undefined>;
}
