import { makeRdsClients } from "../../src/aws/rds/rds-clients.ts";
import { makeRdsDetails } from "../../src/aws/rds/rds-details.ts";
import { makeRdsGateway } from "../../src/aws/rds/rds-gateway.ts";
import type { AccountAccess } from "../../src/aws/sts/account-access.ts";
import { type LocalRdsOptions, startLocalRds } from "../../src/local/rds/local-rds.ts";
import type { EmbeddedAws } from "./embedded-aws.ts";

export interface RdsDeskOptions extends Pick<LocalRdsOptions, "speed" | "instances"> {
  /** How long a call to RDS is waited for. */
  readonly requestMilliseconds?: number;
  /** With what rights the accounts are asked and changed; the tool's own for everything when left out. */
  readonly access?: AccountAccess;
}

interface RecordedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly session?: { readonly roleArn: string; readonly name: string };
}

const changing = /^(Create|Delete|Failover|Modify|Reboot|Start|Stop)/;

/** The stand-in for RDS, so fast that a snapshot takes 10 ms, with the tool's own gateway to it. */
export async function startRdsDesk(
  own: EmbeddedAws["access"],
  { requestMilliseconds = 10_000, speed = 1000, access, ...options }: RdsDeskOptions = {},
) {
  const server = await startLocalRds({ ...options, speed });
  const clients = makeRdsClients(
    { ...own, endpoint: server.url },
    { connectionMilliseconds: 3000, requestMilliseconds },
    access,
  );
  const road = (method: string, path: string, content?: unknown) =>
    fetch(`${server.url}/_control/${path}`, {
      method,
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });

  async function calls(): Promise<readonly RecordedCall[]> {
    return (await (await road("GET", "calls")).json()) as RecordedCall[];
  }

  return {
    gateway: makeRdsGateway(clients),
    details: makeRdsDetails(clients),
    calls,
    /** The calls that change something, whatever became of them. */
    changingCalls: async () => (await calls()).filter(({ action }) => changing.test(action)),
    async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
      const { status } = await road("POST", "faults", fault);
      if (status !== 201) throw new Error("the stand-in does not know such a fault");
    },
    async stop(): Promise<void> {
      await server.stop();
    },
  };
}
