import type { AnsweredCall } from "../recording-proxy.ts";

/** Tells the calls that the application makes over one request from those over others. */
export interface Traces {
  /** To be shown every call, before it is asked about. */
  readonly follow: (call: Partial<AnsweredCall>) => void;
  readonly isIn: (call: Partial<AnsweredCall>) => boolean;
}

/**
 * Knows a request by words that no other one has, as the name of its database, then by its id once it is saved, by its thread in Teams,
 * and by the receipts of messages about it.
 */
export function makeTraces(words: readonly string[]): Traces {
  const known = new Set(words);

  const isAbout = (text: string | undefined) =>
    text !== undefined && [...known].some((word) => text.includes(word));

  return {
    follow({ operation, request, answer }) {
      if (operation === "TransactWriteItems" && request?.includes('"created"') && isAbout(request)) {
        for (const [id] of request.matchAll(/req-[0-9a-z]{10}/g)) known.add(id);
      }
      // Its thread in Teams, where a line says nothing of what it is about.
      if (operation === "PutItem" && isAbout(request)) {
        for (const [thread] of request?.matchAll(/;messageid=\d+/g) ?? []) known.add(thread);
      }
      if (operation === "ReceiveMessage" && answer !== undefined && isAbout(answer)) {
        for (const { Body, ReceiptHandle } of JSON.parse(answer).Messages ?? []) {
          if (isAbout(Body)) known.add(ReceiptHandle);
        }
      }
    },
    isIn: ({ request, answer }) => isAbout(request) || isAbout(answer),
  };
}
