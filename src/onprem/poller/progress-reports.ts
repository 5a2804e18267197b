import { shortened } from "../../core/texts.ts";

interface Step {
  readonly number: number;
  readonly text: string;
  readonly percent?: number;
}

const pauseMs = 2000;
const mostSteps = 100;
const longestText = 300;

/** Tells a command's progress, but not more than people want to read: the latest line each two seconds, a hundred lines at most. */
export function makeProgressReports(tell: (step: Step) => void) {
  let told = 0;
  let latest: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  function tellLatest(): void {
    timer = undefined;
    if (latest === undefined || told === mostSteps) return;
    told += 1;
    tell({ number: told, ...parse(latest) });
    latest = undefined;
    timer = setTimeout(tellLatest, pauseMs);
  }

  return {
    take(text: string): void {
      latest = text;
      if (!timer) tellLatest();
    },
    /** The last line that has waited for its turn is told; the end comes right after it. */
    stop(): void {
      clearTimeout(timer);
      tellLatest();
      clearTimeout(timer);
    },
  };
}

/** "40 % Draining" and "40% Draining" tell a percentage and a text. */
function parse(line: string): Omit<Step, "number"> {
  const [, percent, rest] = /^(\d{1,3}) ?%\s*(.*)$/su.exec(line) ?? [];
  if (percent === undefined || Number(percent) > 100) return { text: shortened(line, longestText) };
  return { percent: Number(percent), text: shortened(rest ?? "", longestText) };
}
