import type { Resource } from "./package-service.ts";

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: a condition is compared, not computed with
  readonly Condition?: any;
}

/** One statement and where it stands. */
export interface PlacedStatement extends Statement {
  readonly in: string;
}

/** A packaged template, to be asked. */
export interface Template {
  readonly file: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly ofType: (type: string) => readonly (readonly [logicalId: string, Resource])[];
  readonly idsOf: (type: string) => readonly string[];
  /** Every statement of every policy: of roles, of managed policies, of keys, queues, topics and buckets. */
  readonly statements: readonly PlacedStatement[];
}

/** What the packaged file holds, as far as it is asked about. */
interface CloudFormation {
  readonly Resources?: Template["resources"];
  readonly Outputs?: Template["outputs"];
}

export function makeTemplate(
  file: string,
  { Resources: resources = {}, Outputs: outputs = {} }: CloudFormation,
): Template {
  const all = Object.entries(resources);
  const ofType = (type: string) => all.filter(([, resource]) => resource.Type === type);
  return {
    file,
    resources,
    outputs,
    ofType,
    idsOf: (type) => ofType(type).map(([logicalId]) => logicalId),
    statements: all.flatMap(([logicalId, { Properties }]) =>
      documentsOf(Properties ?? {}).flatMap((document) =>
        document.Statement.map((statement) => ({ ...statement, in: logicalId })),
      ),
    ),
  };
}

interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

function documentsOf(properties: {
  readonly PolicyDocument?: PolicyDocument;
  readonly KeyPolicy?: PolicyDocument;
  readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[];
}): readonly PolicyDocument[] {
  const { PolicyDocument, KeyPolicy, Policies = [] } = properties;
  return [PolicyDocument, KeyPolicy, ...Policies.map((policy) => policy.PolicyDocument)].filter(
    (document) => document !== undefined,
  );
}

/** The logical ids that `Ref` and `GetAtt` name in a value, in their order. */
export function refsIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value ?? null);
  return [...text.matchAll(/"(?:Ref":"|Fn::GetAtt":\[")(\w+)"/g)].map(([, id = ""]) => id);
}

export function asList<Value>(value: Value | readonly Value[]): readonly Value[] {
  return Array.isArray(value) ? value : [value as Value];
}
