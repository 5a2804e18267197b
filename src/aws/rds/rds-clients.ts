import { RDSClient, type RDSClientConfig } from "@aws-sdk/client-rds";
import { boundedClient, type ClientBounds } from "../bounded-client.ts";

export interface RdsClients {
  /** For questions, which may be asked again. `undefined` is the region that the tool runs in. */
  readonly reader: (region: string | undefined) => RDSClient;
  /** For changes: one attempt, on a connection of its own, so that a stale one never hides whether it was sent. */
  readonly caller: (region: string) => RDSClient;
}

type WaitBounds = Omit<ClientBounds, "attempts">;

const bounds: WaitBounds = { connectionMilliseconds: 3000, requestMilliseconds: 10_000 };

/** The clients by region, each made when it is first needed. */
export function makeRdsClients(overrides: RDSClientConfig = {}, waits = bounds): RdsClients {
  const reading = boundedClient({ attempts: 4, ...waits });
  const calling = boundedClient({ attempts: 1, ...waits });
  const alone = { keepAlive: false };
  return {
    reader: oncePer((region) => new RDSClient({ ...reading, retryMode: "adaptive", ...at(region) })),
    caller: oncePer((region) => {
      const requestHandler = { ...calling.requestHandler, httpAgent: alone, httpsAgent: alone };
      return new RDSClient({ ...calling, requestHandler, ...at(region) });
    }),
  };

  function at(region: string | undefined): RDSClientConfig {
    return region === undefined ? overrides : { ...overrides, region };
  }
}

function oncePer<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
