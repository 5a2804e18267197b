/** Messages of one bot in one conversation: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const limits = [
  { seconds: 1, messages: 7 },
  { seconds: 2, messages: 8 },
  { seconds: 30, messages: 60 },
  { seconds: 3600, messages: 1800 },
] as const;

/** Says how many seconds to wait where a message to a conversation would be too many, and notes it otherwise. */
export function makeRateLimit(now: () => number): (conversation: string) => number | undefined {
  const sent = new Map<string, readonly number[]>();
  return (conversation) => {
    const times = (sent.get(conversation) ?? []).filter((time) => time > now() - 3_600_000);
    const exceeded = limits.find(
      ({ seconds, messages }) => times.filter((time) => time > now() - seconds * 1000).length >= messages,
    );
    sent.set(conversation, exceeded ? times : [...times, now()]);
    return exceeded?.seconds;
  };
}
