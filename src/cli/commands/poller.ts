import { ok } from "../../core/result.ts";
import { makeLog } from "../../log.ts";
import { defineCommand } from "../define-command.ts";
import { stopSignal } from "../stop-signal.ts";

export const poller = defineCommand("poller", {
  usage: `countersign poller [--config poller.yaml]
                                  runs what was approved, as long as it runs`,
  options: { config: { type: "string" } },
  parse: ({ config = "poller.yaml" }) => ok(config),
  run: async (config) => {
    const log = makeLog({ level: "info", format: "json" }, "poller");
    const { startPoller } = await import("../../onprem/poller/start-poller.ts");
    const signal = stopSignal();
    const running = await startPoller(config, { log });
    log.info({ poller: running.name }, "the poller waits for decisions");
    await signal;
    log.info({ poller: running.name }, "takes nothing more; what runs is waited for");
    await running.stop();
    return 0;
  },
});
