import type { AwsClock } from "../../ports/inspection.ts";
import { type Check, fine, problem, warning } from "../check.ts";

const second = 1000;

/** This machine's clock beside AWS's. Slack and AWS refuse what is five minutes off. */
export function checkClock(clock: AwsClock): Check {
  return {
    name: "clock",
    look: async () => {
      const ahead = await clock.ahead();
      const off = Math.abs(ahead);
      const text = `${(off / second).toFixed(1)} s ${ahead < 0 ? "behind" : "ahead of"} AWS`;
      const mend = "Set this machine's clock by NTP.";
      if (off >= 60 * second) return [problem("clock", text, mend)];
      // The Date header has whole seconds.
      return [off >= 5 * second ? warning("clock", text, mend) : fine("clock", "as AWS has it")];
    },
  };
}
