import { z } from "zod";
import { deploymentVariables, resourceVariables, timingVariables } from "./core-variables.ts";
import { launcherVariables } from "./launcher-variables.ts";
import { mailVariables, slackVariables, teamsVariables, webhookVariables } from "./surface-variables.ts";

const functionSections: Readonly<Record<string, z.ZodRawShape>> = {
  "The deployment": deploymentVariables,
  "What it talks to in AWS": resourceVariables,
  Slack: slackVariables,
  "Microsoft Teams": teamsVariables,
  Mail: mailVariables,
  Webhooks: webhookVariables,
  Times: timingVariables,
};

const introduction = `# Configuration

<!-- Made by \`npm run docs:configuration\` from src/config/. Change it there. -->

Three things configure Countersign: the [policy](policy.md), the secrets ([secrets.md](secrets.md)), and the environment variables
below. \`src/config.ts\` is the only reader of the environment: a function that lacks what it needs, or is given what it cannot
take, does not start, and names the variables without their values.

Who sets one: \`serverless.yml\` for each deployment; \`npm start\` for the embedded default, each of them can be set from outside;
Lambda itself; or you, where the default does not fit. Times are whole seconds. The poller and the trigger on the premises have files of
their own ([on-premises.md](on-premises.md)).`;

const launcherIntroduction = `## npm start

Beside those above, which it makes up where they are not given.`;

/** One variable, as JSON Schema has it with what \`told\` adds. */
const shownSchema = z.object({
  description: z.string().min(1),
  setBy: z.enum(["serverless.yml", "npm start", "Lambda", "you"]),
  type: z.string(),
  enum: z.array(z.string()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  default: z.unknown().optional(),
});

type Shown = z.infer<typeof shownSchema>;

/** docs/configuration.md: every variable that is read, what it means, what it may be and who sets it. */
export function configurationPage(): string {
  const sections = Object.entries(functionSections).map(
    ([title, variables]) => `## ${title}\n\n${tableOf(variables)}`,
  );
  const launcher = `${launcherIntroduction}\n\n${tableOf(launcherVariables)}`;
  return `${[introduction, ...sections, launcher].join("\n\n")}\n`;
}

function tableOf(variables: z.ZodRawShape): string {
  const { properties, required } = z
    .object({ properties: z.record(z.string(), shownSchema), required: z.array(z.string()).default([]) })
    .parse(z.toJSONSchema(z.object(variables), { io: "input", unrepresentable: "any" }));
  const rows = Object.entries(properties).map(([name, shown]) =>
    [
      `\`${name}\``,
      shown.description,
      typeOf(shown, variables[name]),
      required.includes(name) ? "needed" : defaultOf(shown, variables[name]),
      setByOf(shown),
    ].join(" | "),
  );
  const head = ["| variable | what it is | may be | default | set by |", "|---|---|---|---|---|"];
  return [...head, ...rows.map((row) => `| ${row} |`)].join("\n");
}

function typeOf(shown: Shown, variable: unknown): string {
  if (isSwitch(variable)) return "`true` or `false`";
  if (shown.enum) return shown.enum.map((value) => `\`${value}\``).join(", ");
  if (shown.type === "integer") return rangeOf(shown);
  if (shown.format === "uri") return "an address";
  const begins = /^\^(?<prefix>[\w-]+:?)\.\*$/.exec(shown.pattern ?? "")?.groups?.prefix;
  if (begins !== undefined) return `text that begins with \`${begins}\``;
  const { minLength = 0, maxLength } = shown;
  if (maxLength !== undefined) return `text of ${minLength} to ${maxLength} characters`;
  return "text";
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Shown): string {
  const least = minimum ?? (exclusiveMinimum ?? 0) + 1;
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? `${least} or more`
    : `${least} to ${maximum}`;
}

function defaultOf(shown: Shown, variable: unknown): string {
  if (isSwitch(variable)) return "`false`";
  return shown.default === undefined || shown.default === "" ? "" : `\`${String(shown.default)}\``;
}

/** JSON Schema knows it as text. */
function isSwitch(variable: unknown): boolean {
  return variable instanceof z.ZodType && typeof variable.safeParse("true").data === "boolean";
}

function setByOf({ setBy }: Shown): string {
  return setBy === "serverless.yml" || setBy === "npm start" ? `\`${setBy}\`` : setBy;
}
