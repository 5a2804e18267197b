import type { AnsweredCall } from "../recording-proxy.ts";

/** What went through the proxies, and what the application printed, as far as the checks need it. */
export function makeLedger() {
  const published = new Set<string>();
  const troubles: string[] = [];
  let isStreamRead = false;
  let isDying = false;

  function note({ operation, request, answer }: AnsweredCall): void {
    if (operation === "GetRecords") isStreamRead = /"Records":\[\]/.test(answer);
    if (operation === "PublishBatch") {
      for (const [, id, sequence] of request.matchAll(/"request_id":"([^"]+)","sequence":(\d+)/g)) {
        published.add(`${id}#${sequence}`);
      }
    }
  }

  return {
    note,
    /** A line of the log that tells of an error, one that the launcher prints of a failed function, or a crash. */
    noteLine(line: string): void {
      if (isDying) return;
      const isLog = line.startsWith("{");
      // Nothing here is about how long an answer takes.
      if (line.includes("was not acknowledged within")) return;
      const isTrouble = isLog ? /^\{"level":[56]0,/.test(line) : /^\S/.test(line);
      if (isTrouble) troubles.push(line);
    },
    /** From now on its complaints are of nothing but of the calls that are kept from it. */
    startDying(): void {
      isDying = true;
    },
    startAnew(): void {
      isStreamRead = false;
      isDying = false;
    },
    isPublished: (requestId: string, sequence: number) => published.has(`${requestId}#${sequence}`),
    /** Whether the running application has read the audit stream to its end. */
    isStreamRead: () => isStreamRead,
    troubles: (): readonly string[] => [...troubles],
  };
}
