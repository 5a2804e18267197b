import { numberText } from "../../../core/number-text.ts";

const shortMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day in UTC: "27 Nov". */
export function dayText(day: Date): string {
  return `${day.getUTCDate()} ${shortMonths[day.getUTCMonth()]}`;
}

/** How long something took, to two figures or so; a dash for nothing. */
export function durationText(seconds: number | undefined): string {
  if (seconds === undefined) return "–";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${tenth(seconds / 3600)} h`;
  return `${tenth(seconds / 86_400)} days`;
}

/** A share in whole per cent; a dash of nothing. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((part / whole) * 100)} %`;
}

/** A change of the monthly bill: "+$1,250". */
export function moneyText(dollars: number): string {
  const text = numberText(Math.abs(dollars), { most: 0 });
  return `${dollars < 0 ? "−" : dollars > 0 ? "+" : ""}$${text}`;
}

/** An operation as it is read: "Reboot instance". */
export function operationText(operation: string): string {
  const words = operation.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function tenth(value: number): string {
  return numberText(value, { most: 1 });
}
