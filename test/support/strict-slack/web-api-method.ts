import type { Workspace } from "./workspace.ts";

/** One Web API method: its answer without `ok`, or a SlackRefusal thrown. */
export type WebApiMethod = (slack: Workspace, args: unknown) => Readonly<Record<string, unknown>>;
