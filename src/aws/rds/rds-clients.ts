import { RDSClient, type RDSClientConfig } from "@aws-sdk/client-rds";
import { oncePer } from "../../core/once-per.ts";
import { ok, type Result } from "../../core/result.ts";
import type { Carrier, RdsCommand, RdsPlace, RdsRejection } from "../../operations/frame/rds-gateway.ts";
import { boundedClient, type ClientBounds } from "../bounded-client.ts";
import { type AccountAccess, ownAccess } from "../sts/account-access.ts";
import { sessionPolicyOf } from "./session-policy.ts";

export interface RdsClients {
  /** For questions, which may be asked again; without a place, to the account and region that the tool runs in. */
  readonly reader: (place: RdsPlace | undefined) => RDSClient;
  /**
   * For one change: one attempt, on a connection of its own, so that a stale one never hides whether it was sent; with the rights
   * of its own session, which is named after the request and allows nothing else. Refused where nobody would have those.
   */
  readonly caller: (
    place: RdsPlace,
    command: RdsCommand,
    carriedBy: Carrier,
  ) => Promise<Result<RDSClient, RdsRejection>>;
}

type WaitBounds = Omit<ClientBounds, "attempts">;

const bounds: WaitBounds = { connectionMilliseconds: 3000, requestMilliseconds: 10_000 };

/** Readers are made once for each place, when it is first asked. */
export function makeRdsClients(
  overrides: RDSClientConfig = {},
  waits = bounds,
  access: AccountAccess = ownAccess,
): RdsClients {
  const reading = boundedClient({ attempts: 4, ...waits });
  const calling = boundedClient({ attempts: 1, ...waits });
  const alone = { keepAlive: false };
  const readerOf = oncePer((key) => {
    const [account = "", region = ""] = key.split("/");
    const credentials = account === "" ? undefined : access.reading(account);
    return new RDSClient({ ...reading, retryMode: "adaptive", ...at(region, credentials) });
  });
  return {
    reader: (place) => readerOf(place ? `${place.account}/${place.region}` : ""),
    caller: async ({ account, region }, command, carriedBy) => {
      const policy = sessionPolicyOf(command, { account, region });
      const session = await access.changing(account, carriedBy, policy);
      if (!session.ok) return session;
      const requestHandler = { ...calling.requestHandler, httpAgent: alone, httpsAgent: alone };
      return ok(new RDSClient({ ...calling, requestHandler, ...at(region, session.value) }));
    },
  };

  function at(region: string, credentials: RDSClientConfig["credentials"]): RDSClientConfig {
    return {
      ...overrides,
      ...(region !== "" && { region }),
      ...(credentials !== undefined && { credentials }),
    };
  }
}
