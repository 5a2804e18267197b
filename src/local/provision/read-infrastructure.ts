import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { environmentSchema, type FunctionEvent, functionSchema } from "./function-schema.ts";
import { parseTemplate } from "./parse-template.ts";
import type { Reference } from "./reference.ts";
import {
  type BucketProperties,
  type QueueProperties,
  resourceSchema,
  type SecretProperties,
  type SubscriptionProperties,
  type TableProperties,
  type TopicProperties,
} from "./resource-schemas.ts";

type Environment = Readonly<Record<string, Reference>>;

export interface LambdaFunction {
  readonly name: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly events: readonly FunctionEvent[];
  /** The function's own variables over those that all functions have. */
  readonly environment: Environment;
}

/** What `serverless.yml` and the files it includes define, by logical id, for one stage. */
export interface Infrastructure {
  readonly tables: ReadonlyMap<string, TableProperties>;
  readonly queues: ReadonlyMap<string, QueueProperties>;
  readonly topics: ReadonlyMap<string, TopicProperties>;
  readonly buckets: ReadonlyMap<string, BucketProperties>;
  readonly subscriptions: ReadonlyMap<string, SubscriptionProperties>;
  /** The logical ids of the keys that functions call. */
  readonly keys: ReadonlySet<string>;
  readonly secrets: ReadonlyMap<string, SecretProperties>;
  readonly stateMachines: ReadonlyMap<string, StateMachineFile>;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
}

export interface StateMachineFile {
  readonly name: string;
  /** With `${Name}` for each of the substitutions. */
  readonly definition: string;
  readonly substitutions: Readonly<Record<string, Reference>>;
}

const serverlessSchema = z.object({
  provider: z.object({ environment: environmentSchema }),
  functions: z.record(z.string(), functionSchema),
  resources: z.array(z.string().regex(/^\$\{file\(.+\)\}$/)),
});

/** `extensions` of what the framework makes have no meaning on one's own machine. */
const fragmentSchema = z.strictObject({
  Resources: z.record(z.string(), resourceSchema).default({}),
  extensions: z.unknown().optional(),
  /** What an operator may say at a deployment, and what is left out where they do not: nothing that runs locally. */
  Parameters: z.unknown().optional(),
  Conditions: z.unknown().optional(),
});

/** Reads the deployment definitions of `root` (this repository). Throws on what the local host cannot stand in for. */
export async function readInfrastructure({
  stage,
  root = join(import.meta.dirname, "../../.."),
}: {
  readonly stage: string;
  readonly root?: string;
}): Promise<Infrastructure> {
  const read = async (file: string) => parseTemplate(await readFile(join(root, file), "utf8"), stage);
  const serverless = serverlessSchema.parse(await read("serverless.yml"));
  const tables = new Map<string, TableProperties>();
  const queues = new Map<string, QueueProperties>();
  const topics = new Map<string, TopicProperties>();
  const buckets = new Map<string, BucketProperties>();
  const subscriptions = new Map<string, SubscriptionProperties>();
  // The gateway comes of the functions' events, and has its address only once it runs.
  const roles = new Set<string>(["HttpApi"]);
  const keys = new Set<string>();
  const secrets = new Map<string, SecretProperties>();
  const stateMachines = new Map<string, StateMachineFile>();
  for (const include of serverless.resources) {
    const { Resources } = fragmentSchema.parse(await read(fileOf(include)));
    for (const [logicalId, resource] of Object.entries(Resources)) {
      if (resource.Type === "AWS::IAM::Role") roles.add(logicalId);
      if (resource.Type === "AWS::KMS::Key" && resource.Properties.KeySpec) keys.add(logicalId);
      if (resource.Type === "AWS::SecretsManager::Secret") secrets.set(logicalId, resource.Properties);
      if (resource.Type === "AWS::DynamoDB::Table") tables.set(logicalId, resource.Properties);
      if (resource.Type === "AWS::SQS::Queue") queues.set(logicalId, resource.Properties);
      if (resource.Type === "AWS::StepFunctions::StateMachine") {
        const { StateMachineName: name, Definition, DefinitionSubstitutions } = resource.Properties;
        const definition = await readFile(join(root, fileOf(Definition)), "utf8");
        stateMachines.set(logicalId, { name, definition, substitutions: DefinitionSubstitutions });
      }
      if (resource.Type === "AWS::SNS::Topic") topics.set(logicalId, resource.Properties);
      if (resource.Type === "AWS::S3::Bucket") buckets.set(logicalId, resource.Properties);
      if (resource.Type === "AWS::SNS::Subscription" && resource.Properties.Protocol === "sqs") {
        subscriptions.set(logicalId, resource.Properties);
      }
    }
  }
  const functions = new Map<string, LambdaFunction>();
  for (const [name, { handler, timeout, events, environment }] of Object.entries(serverless.functions)) {
    const merged = known({ ...serverless.provider.environment, ...environment }, roles);
    functions.set(name, { name, handler, timeoutSeconds: timeout, events, environment: merged });
  }
  return { tables, queues, topics, buckets, subscriptions, keys, secrets, stateMachines, functions };
}

/** Without what only a deployment has, roles and Serverless's own variables: that is left to whoever starts the functions. */
function known(environment: Environment, roles: ReadonlySet<string>): Environment {
  const isDeployed = (reference: Reference) =>
    typeof reference === "string"
      ? reference.startsWith("${")
      : "Fn::GetAtt" in reference && roles.has(reference["Fn::GetAtt"][0]);
  return Object.fromEntries(Object.entries(environment).filter(([, reference]) => !isDeployed(reference)));
}

/** Of `${file(…)}`; an option in its name, `${param:…, '…'}`, is as it is where nobody gives it. */
function fileOf(include: string): string {
  const name = include.slice("${file(".length, -")}".length);
  return name.replaceAll(/\$\{param:[\w-]+, '([^']*)'\}/g, "$1");
}
