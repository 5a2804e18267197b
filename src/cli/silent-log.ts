import { makeLog } from "../log.ts";

/** For adapters that log: a command says what it has to say itself. */
export const silentLog = makeLog({ level: "silent", format: "json" }, "countersign");
