import { makeApiApp } from "../../../src/adapters/http/api-app.ts";
import type { ApiDependencies } from "../../../src/adapters/http/api-environment.ts";
import { createApiKey } from "../../../src/app/api/create-api-key.ts";
import type { RateLimit } from "../../../src/app/ports/rate-store.ts";
import type { RequestStore } from "../../../src/app/ports/request-store.ts";
import { makeDynamoDbApiKeyStore } from "../../../src/aws/dynamodb/api-key-store.ts";
import { newApiKeyToken } from "../../../src/chance/new-api-key-token.ts";
import type { ApiKey } from "../../../src/core/api/api-key.ts";
import type { Measurement } from "../../../src/core/own-metrics.ts";
import { dana, tenant, type Workbench } from "../../support/workbench.ts";
import { openApi } from "./open-api.ts";

export interface ProgramCall {
  readonly token?: string | undefined;
  /** Who the gateway says has signed. */
  readonly userArn?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Options {
  readonly now?: () => Date;
  readonly policy?: Workbench["policy"];
  readonly limit?: RateLimit;
  readonly requests?: RequestStore;
  /** Where the app writes instead of into `logged`. */
  readonly log?: ApiDependencies["log"];
}

export type ProgramsDoor = ReturnType<typeof openProgramsDoor>;

/** The API as programs call it, in this process; and keys for them. */
export function openProgramsDoor(bench: Workbench, options: Options = {}) {
  const { now = () => new Date(), policy = bench.policy, ...more } = options;
  const logged: object[] = [];
  const measured: Measurement[] = [];
  const log = (fields: object) => {
    logged.push(fields);
  };
  const api = openApi({ ...bench, policy }, { now }, more);
  const dependencies: ApiDependencies = {
    ...api,
    policy,
    now,
    meter: { record: (measurement) => void measured.push(measurement) },
    log: options.log ?? { info: log, warn: log, error: log },
    waitSeconds: 1,
  };
  const app = makeApiApp(dependencies);
  const keys = makeDynamoDbApiKeyStore(bench.documents, bench.tables);

  async function send(method: string, path: string, { token, userArn, body, headers }: ProgramCall = {}) {
    const iam = userArn === undefined ? {} : { authorizer: { iam: { userArn } } };
    const event = { requestContext: { requestId: "trace-1", ...iam } };
    return app.request(
      path,
      {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      },
      { event },
    );
  }

  async function call(method: string, path: string, given: ProgramCall = {}) {
    const response = await send(method, path, given);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      // biome-ignore lint/suspicious/noExplicitAny: a test looks at what came, whatever that is
      body: (await response.json()) as any,
    };
  }

  return {
    app,
    webhookAttempts: api.webhookAttempts,
    keys,
    logged,
    measured,
    send,
    call,
    get: (path: string, token?: string) => call("GET", path, { token }),
    post: (
      path: string,
      token: string | undefined,
      body: unknown,
      headers?: Readonly<Record<string, string>>,
    ) => call("POST", path, { token, body, ...(headers && { headers }) }),
    /** A key's token; Dana's, to ask, where nothing else is said. */
    async keyFor(asked: Partial<ApiKey> = {}): Promise<string> {
      const made = await createApiKey(
        { keys, now, newApiKeyToken },
        {
          name: "a test's",
          tenant,
          person: dana.id,
          roles: ["requester"],
          actsForOthers: false,
          expiresAt: new Date(now().getTime() + 3_600_000),
          ...asked,
        },
      );
      return made.token;
    },
  };
}

/** A snapshot of a production database, which two people must approve. */
export const order = {
  operation_type: "create_snapshot",
  instance_id: "prod-orders-01",
  justification: "The migration starts at ten.",
} as const;
