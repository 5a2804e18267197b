import { differencesOf } from "../differences.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { type ApprovalRequest, isFinal } from "../request.ts";
import { partIdOf } from "./part-id.ts";
import { partNamesOf } from "./part-names.ts";
import { partEndText } from "./tally.ts";

/**
 * A line for each instance of a bulk request: what is there before it runs, where it stands from then on, with the id of its own
 * request once it has started. Empty for a request of any other kind.
 */
export function partLinesOf(request: ApprovalRequest): readonly string[] {
  const { intent } = request;
  if (intent.kind !== "bulk") return [];
  const run = "run" in request ? request.run : undefined;
  const names = partNamesOf(intent.parts.map(({ instance }) => instance));
  return intent.parts.map((part, index) => {
    const id = names[index] ?? part.instance.id;
    const started = run?.parts?.[index];
    if (!run) return [id, ...stateWords(part.state ?? {})].join(" · ");
    if (!started) return `${id} · ${isFinal(request) ? "never started" : "waits for its turn"}`;
    const stand = started.end ? partEndText(started.end) : "running";
    return `${id} · ${stand} · ${partIdOf(request.id, index)}`;
  });
}

/** What the approval rests on, in short: the class and version, and what would take effect along with a change. */
function stateWords({ class: instanceClass, engine_version, pending, pending_parameters }: JsonObject) {
  const waiting = differencesOf({}, isJsonObject(pending) ? pending : {}).map(
    ({ label, value }) => `${label} ${value.replace("none → ", "")}`,
  );
  return [
    ...(typeof instanceClass === "string" ? [instanceClass] : []),
    ...(typeof engine_version === "string" ? [`version ${engine_version}`] : []),
    ...(waiting.length > 0 ? [`pending: ${waiting.join(", ")}`] : []),
    ...(pending_parameters === true ? ["parameters wait for a restart"] : []),
  ];
}
