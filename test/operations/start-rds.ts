import { onTestFinished } from "vitest";
import { makeRdsClients } from "../../src/aws/rds/rds-clients.ts";
import { makeRdsGateway } from "../../src/aws/rds/rds-gateway.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { startLocalRds } from "../../src/local/rds/local-rds.ts";
import type { InstanceSpec } from "../../src/local/rds/sample-instances.ts";
import type { Operation, RunContext } from "../../src/operations/frame/operation.ts";
import type { RdsInstance } from "../../src/operations/frame/rds-gateway.ts";

export const requestId = requestIdSchema.parse("req-0123456789");

const place = { account: "123456789012", region: "eu-central-1" };

interface RecordedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RdsOptions {
  readonly speed?: number;
  readonly instances?: readonly InstanceSpec[];
}

export type Rds = Awaited<ReturnType<typeof startRds>>;

/** A stand-in that takes hundredths of a second for what takes RDS minutes, and the tool's own gateway to it. */
export async function startRds({ speed = 400, ...options }: RdsOptions = {}) {
  const server = await startLocalRds({ speed, ...options });
  onTestFinished(() => server.stop());
  const rds = makeRdsGateway(
    makeRdsClients({
      endpoint: server.url,
      region: place.region,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
  );

  async function instance(id: string): Promise<RdsInstance> {
    const found = await rds.findInstance(place, id);
    if (!found) throw new Error(`no instance ${id}`);
    return found;
  }

  return {
    gateway: rds,
    instance,
    fault: (content: unknown) =>
      fetch(`${server.url}/_control/faults`, { method: "POST", body: JSON.stringify(content) }),
    /** What has been sent to change something, as it went over the wire. */
    async changes(): Promise<readonly Readonly<Record<string, string>>[]> {
      const calls = (await (await fetch(`${server.url}/_control/calls`)).json()) as readonly RecordedCall[];
      return calls.filter(({ action }) => !action.startsWith("Describe")).map(({ parameters }) => parameters);
    },
    /** An operation on an instance, as a run has it. */
    running(operation: Operation, instanceId: string, parameters: JsonObject) {
      const context: RunContext = { requestId, instanceId, place, claimedAt: new Date(Date.now() - 1000) };
      return {
        obstacle: () => operation.obstacle(rds, parameters, context),
        call: () =>
          rds.call(place, operation.command(parameters, context), {
            id: requestId,
            environment: "production",
          }),
        observe: () => operation.observe(rds, parameters, context),
        started: () => operation.started(parameters, context),
      };
    },
  };
}

/** The parameters of an operation as they would be approved. Throws what is wrong with them. */
export function parsed(operation: Operation, given: unknown, instance: RdsInstance): JsonObject {
  const parameters = operation.parse(given, instance);
  if (!parameters.ok) throw new Error(parameters.error.map(({ message }) => message).join("; "));
  return parameters.value;
}
