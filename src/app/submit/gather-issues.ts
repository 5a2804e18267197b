import type { ParameterIssue } from "../../core/refusal.ts";
import { namesText } from "../../core/texts.ts";

/** What is wrong with a parameter for one instance of several. */
export interface InstanceIssue extends ParameterIssue {
  readonly instanceId: string;
}

const mostIssues = 5;
const mostNames = 3;

/** Each thing that is wrong once, with the instances that it is wrong for unless that is all of them. */
export function gatherIssues(wrong: readonly InstanceIssue[], instances: number): readonly ParameterIssue[] {
  const groups = Map.groupBy(wrong, ({ parameter, message, instanceId }) =>
    JSON.stringify([parameter, message.replaceAll(instanceId, "it")]),
  );
  const issues = [...groups.values()].flatMap((group): readonly ParameterIssue[] => {
    const [first, ...others] = group;
    if (!first) return [];
    const { parameter, message } = first;
    if (others.length === 0) return [{ parameter, message: named(message, [first]) }];
    if (message.includes(first.instanceId)) {
      const same = others.map(({ instanceId }) => instanceId);
      return [{ parameter, message: `${message}; the same for ${namesText(same, mostNames)}` }];
    }
    return [{ parameter, message: group.length === instances ? message : named(message, group) }];
  });
  const [last] = issues.slice(mostIssues);
  const rest = issues.length - mostIssues;
  return last
    ? [...issues.slice(0, mostIssues), { parameter: last.parameter, message: `and ${rest} more like these` }]
    : issues;
}

function named(message: string, group: readonly InstanceIssue[]): string {
  const names = group.map(({ instanceId }) => instanceId);
  return names.some((name) => message.includes(name))
    ? message
    : `${namesText(names, mostNames)}: ${message}`;
}
