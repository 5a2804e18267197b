let format: Intl.DateTimeFormat | undefined;

/** Made when it is first needed: it reads the tables of a language, which is slow for a start. */
function formatOfMoments(): Intl.DateTimeFormat {
  format ??= new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return format;
}

/** A moment to come, with its day of the week: "Sun 22 Nov 2026 03:00 UTC". */
export function plannedText(moment: Date): string {
  const parts = formatOfMoments().formatToParts(moment);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month} ${part.year} ${part.hour}:${part.minute} UTC`;
}
