import { fullNameOf } from "../../core/instance-name.ts";
import type { RdsIntent } from "../../core/intent.ts";
import type { ParameterIssue } from "../../core/refusal.ts";
import type { RequestId } from "../../core/request.ts";
import { namesText } from "../../core/texts.ts";
import type { Operation } from "../../operations/frame/operation.ts";

interface CalledPart {
  readonly instanceId: string;
  readonly name: string;
  readonly requestId: RequestId;
  readonly draft: { readonly intent: RdsIntent };
}

const mostNames = 3;

/** One name for two snapshots, or two members of one cluster that would fail over twice. */
export function sameCallIssue(
  operation: Operation,
  parts: readonly CalledPart[],
): ParameterIssue | undefined {
  const groups = Map.groupBy(parts, (part) => {
    const { account, region } = part.draft.intent.instance;
    return fullNameOf({ id: targetOf(operation, part), account, region });
  });
  const [first, ...others] = [...groups.values()].find((group) => group.length > 1) ?? [];
  if (!first) return undefined;
  const names = namesText(
    [first, ...others].map(({ name }) => name),
    mostNames,
  );
  const target = targetOf(operation, first);
  const { parameters } = first.draft.intent;
  const parameter = Object.keys(parameters).find((name) => parameters[name] === target);
  return {
    parameter: parameter ?? "instances",
    message: `${names} would all act on ${target}. Ask for one of them, or leave the name to Countersign where it can be`,
  };
}

/** The name of what its call would change. */
function targetOf(operation: Operation, { requestId, instanceId, draft: { intent } }: CalledPart): string {
  const { account, region } = intent.instance;
  const context = { requestId, instanceId, place: { account, region }, claimedAt: new Date(0) };
  const command = operation.command(intent.parameters, context);
  if ("snapshotId" in command) return command.snapshotId;
  return "clusterId" in command ? command.clusterId : command.instanceId;
}
