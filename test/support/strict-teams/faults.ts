/** What goes wrong with a call to the connector. */
export type Fault = {
  /** `post`, `reply`, `update`, `delete`, `create`, `member`, `members`, `team`, `channels`, `token`; any where not given. */
  readonly operation?: string;
  /** Only calls in this channel or chat. */
  readonly conversation?: string;
  /** Answer with this HTTP status; without one the connection is cut. */
  readonly status?: number;
  /** The error code beside the status; the one that Teams sends with it where not given. */
  readonly code?: string;
  /** Seconds, sent as Retry-After; the status is then 429 unless given. */
  readonly retryAfter?: number;
  /** How many calls it hits; one where not given. */
  readonly times?: number;
  /** Do the work first, then fail: the caller cannot know. */
  readonly after?: boolean;
  /** Wait before anything is done; alone it only delays. */
  readonly delayMs?: number;
};

export type Faults = {
  readonly add: (fault: Fault) => void;
  readonly take: (operation: string, conversation: string) => Fault | undefined;
};

/** By status: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability */
export const usualCodes: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "BotNotInConversationRoster",
  404: "ConversationNotFound",
  412: "PreconditionFailed",
  413: "MessageSizeTooBig",
  429: "Throttled",
  500: "ServiceError",
  502: "ServiceError",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};

/** Faults in the order they were planned; each is used up after its `times`. */
export function makeFaults(): Faults {
  const planned: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void planned.push({ fault, left: fault.times ?? 1 }),
    take: (operation, conversation) => {
      const hit = planned.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.operation === undefined || fault.operation === operation) &&
          (fault.conversation === undefined || fault.conversation === conversation),
      );
      if (hit) hit.left -= 1;
      return hit?.fault;
    },
  };
}

/** Whether the fault changes the answer, not only its time. */
export function breaksTheAnswer(fault: Fault | undefined): fault is Fault {
  if (!fault) return false;
  const onlyDelays = fault.delayMs !== undefined && !fault.after;
  return !onlyDelays || fault.status !== undefined || fault.retryAfter !== undefined;
}
