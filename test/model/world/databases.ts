import { parseQuery, type QueryParameters } from "../../../src/local/rds/query-protocol.ts";
import type { InstanceSpec } from "../../../src/local/rds/sample-instances.ts";
import { makeStandIn } from "../../../src/local/rds/stand-in.ts";

/** A call that changes a database, and the queue's message that it was made over. */
interface ChangingCall {
  readonly requestId: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The instance as it was, as RDS describes it. */
  readonly before: string;
}

export type Databases = ReturnType<typeof makeDatabases>;

const instances: readonly InstanceSpec[] = [
  { id: "prod-orders", instanceClass: "db.r6g.large" },
  { id: "staging-orders", instanceClass: "db.t4g.medium" },
  { id: "staging-users", instanceClass: "db.t4g.medium" },
  { id: "dev-orders", instanceClass: "db.t4g.medium" },
];

/** A run's first look finds it done: each look more is shown everywhere, and costs as much as a step. */
const speed = 20;

/** What RDS has for one world: its own stand-in, on the world's clock. */
export function makeDatabases(clock: () => number) {
  const rds = makeStandIn({ stateFile: undefined, speed, instances, clock });
  const changing: ChangingCall[] = [];

  function ask(fields: Readonly<Record<string, string>>) {
    const parameters = new Map(Object.entries(fields));
    return rds.answer(parameters.get("Action") ?? "", parameters, undefined);
  }

  function describe(instanceId: string): string {
    return ask({ Action: "DescribeDBInstances", DBInstanceIdentifier: instanceId }).xml;
  }

  return {
    changing: changing as readonly ChangingCall[],
    /** As the SDK sends it. What changes something is noted as the work of that request. */
    answer(body: string, requestId: string) {
      const parameters: QueryParameters = parseQuery(body);
      const action = parameters.get("Action") ?? "";
      if (/^(Create|Delete|Failover|Modify|Reboot|Start|Stop)/.test(action)) {
        const before = describe(parameters.get("DBInstanceIdentifier") ?? "");
        changing.push({ requestId, action, parameters: Object.fromEntries(parameters), before });
      }
      const { status, xml } = rds.answer(action, parameters, undefined);
      return {
        statusCode: status,
        headers: { "content-type": "text/xml" },
        body: Buffer.from(xml),
      };
    },
    /** Somebody changes the instance without asking anybody. */
    drift(instanceId: string, instanceClass: string): void {
      ask({
        Action: "ModifyDBInstance",
        DBInstanceIdentifier: instanceId,
        DBInstanceClass: instanceClass,
        ApplyImmediately: "true",
      });
    },
  };
}
