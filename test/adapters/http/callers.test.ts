import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import { dana, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor, order } from "./open-programs-door.ts";

const requests = "/api/v1/policy/requests";

let bench: Workbench;
let identity: Awaited<ReturnType<typeof startIdentityProvider>>;

beforeAll(async () => {
  bench = await startWorkbench();
  identity = await startIdentityProvider();
}, 60_000);
afterAll(async () => {
  await identity.stop();
  await bench.stop();
});

/** An OpenID provider of our own: its discovery document, its keys and its tokens. */
async function startIdentityProvider() {
  const key = await generateKeyPair("RS256", { extractable: true });
  const foreign = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(key.publicKey)), kid: "one", alg: "RS256", use: "sig" };
  let isDown = false;
  const server = createServer((request, response) => {
    if (isDown) {
      response.writeHead(500).end();
      return;
    }
    const isDiscovery = request.url === "/.well-known/openid-configuration";
    const answer = isDiscovery ? { issuer: url(), jwks_uri: `${url()}/keys` } : { keys: [jwk] };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (claims: JWTPayload, { by = key, alg = "RS256" } = {}) => {
    const seconds = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: url(),
      aud: "countersign",
      sub: "dana",
      email: dana.id,
      email_verified: true,
      iat: seconds,
      exp: seconds + 300,
      ...claims,
    })
      .setProtectedHeader({ alg, kid: "one" })
      .sign(by.privateKey);
  };
  return {
    url,
    sign,
    foreign,
    fail: (down: boolean) => {
      isDown = down;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function policyWith(issuer: object) {
  const text = JSON.stringify({ ...bench.policy, hash: undefined, api: { issuers: [issuer] } });
  return { ...bench.policy, api: readApi(text) };
}

function readApi(text: string) {
  const minimal = {
    version: 1,
    groups: { dba: { members: ["ben@acme.example", "cleo@acme.example"] } },
    environments: { production: {} },
    defaults: { approvers: ["dba"], notify: {} },
    api: JSON.parse(text).api,
  };
  return readPolicy(JSON.stringify(minimal), "policy").api;
}

function openDoor(changes: object = {}) {
  const issuer = {
    issuer: identity.url(),
    audience: "countersign",
    email_domain: "acme.example",
    ...changes,
  };
  return openProgramsDoor(bench, { policy: policyWith(issuer) });
}

describe("a token of OpenID Connect", () => {
  test("stands for the person of its verified address", async () => {
    const token = await identity.sign({});

    const { status, body } = await openDoor().post(requests, token, order);

    expect([status, body.requested_by, body.requested_through]).toEqual([
      201,
      dana.id,
      `oidc:${identity.url()}#dana`,
    ]);
  });

  test("stands for the person whom the policy has for its subject", async () => {
    const door = openDoor({ subjects: { "repo:acme/app:ref:refs/heads/main": "ci-deploy@acme.example" } });
    const token = await identity.sign({ sub: "repo:acme/app:ref:refs/heads/main", email: undefined });

    const { body } = await door.post(requests, token, order);

    expect(body.requested_by).toBe("ci-deploy@acme.example");
  });

  test("has the roles that its claim names, in the policy's words", async () => {
    const door = openDoor({ roles_claim: "groups", role_names: { "db-audit": ["auditor"] } });
    const auditor = await identity.sign({ groups: ["db-audit", "staff"] });

    const refused = await door.post(requests, auditor, order);
    const history = await door.get("/api/v1/policy/history", auditor);

    expect([refused.status, refused.body.code, history.status]).toEqual([403, "role-missing", 200]);
    expect(door.measured).toEqual([
      { values: { CapabilityViolations: 1 }, dimensions: { Kind: "role-missing" } },
    ]);
  });

  test.each<[string, () => Promise<string>]>([
    ["of another audience", () => identity.sign({ aud: "another" })],
    ["of another issuer", () => identity.sign({ iss: "https://elsewhere.example" })],
    ["that has ended", () => identity.sign({ exp: Math.floor(Date.now() / 1000) - 120 })],
    ["that never ends", () => identity.sign({ exp: undefined as never })],
    ["that is not good yet", () => identity.sign({ nbf: Math.floor(Date.now() / 1000) + 300 })],
    ["signed by another key", () => identity.sign({}, { by: identity.foreign as never })],
    [
      "without a signature",
      async () => `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ iss: identity.url() }))}.`,
    ],
    [
      "changed after it was signed",
      async () => {
        const [head, , signature] = (await identity.sign({})).split(".");
        const claims = {
          iss: identity.url(),
          aud: "countersign",
          sub: "x",
          email: priya.id,
          email_verified: true,
        };
        return `${head}.${Buffer.from(JSON.stringify({ ...claims, exp: 4e9 })).toString("base64url")}.${signature}`;
      },
    ],
  ])("%s is nobody's", async (_what, make) => {
    const { status, body } = await openDoor().get(requests, await make());

    expect([status, body.code]).toEqual([401, "unauthenticated"]);
  });

  test.each([
    ["an address that nobody has verified", { email_verified: false }],
    ["an address of which it does not say so", { email_verified: undefined }],
    ["an address of another domain", { email: "dana@acme.example.evil.example" }],
    ["no address", { email: undefined }],
  ])("with %s is a stranger's", async (_what, claims) => {
    const { status, body } = await openDoor().get(requests, await identity.sign(claims));

    expect([status, body.code]).toEqual([403, "unknown-person"]);
  });

  test("cannot be told while its issuer does not answer: 503, and again when it does", async () => {
    const door = openDoor();
    const token = await identity.sign({});
    identity.fail(true);

    const down = await door.get(requests, token);
    identity.fail(false);
    const up = await door.get(requests, token);

    expect([down.status, down.body.code, up.status]).toEqual([503, "no-answer-from-aws", 200]);
  });
});

describe("an API key", () => {
  test("is nobody's with a wrong secret, or none", async () => {
    const door = openDoor();
    const token = await door.keyFor();
    const wrong = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;

    for (const text of [wrong, token.slice(0, 16), `${token}x`, "cs_", "Bearer"]) {
      expect([text, (await door.get(requests, text)).status]).toEqual([text, 401]);
    }
    expect((await door.get(requests, token)).status).toBe(200);
  });

  test("is nobody's once it has ended", async () => {
    const door = openDoor();
    const token = await door.keyFor({ expiresAt: new Date(Date.now() - 1) });

    expect((await door.get(requests, token)).status).toBe(401);
  });

  test("is nobody's once it is revoked, where it was not used a moment ago", async () => {
    const door = openDoor();
    const token = await door.keyFor();
    await door.keys.revoke(token.split("_")[1] ?? "", new Date());

    expect((await door.get(requests, token)).status).toBe(401);
  });

  test("is kept as a hash of its secret alone, and is in no log", async () => {
    const door = openDoor();
    const token = await door.keyFor();
    await door.post(requests, token, order);

    const secret = token.slice(16);
    const kept = JSON.stringify(await door.keys.find(token.split("_")[1] ?? ""));
    expect(kept).not.toContain(secret);
    expect(JSON.stringify(door.logged)).not.toContain(secret);
  });
});

describe("whoever calls too often", () => {
  test("is told when to go on, whichever instance they reach; others are not held up", async () => {
    const limit = { burst: 5, perMinute: 6 };
    const instances = [openProgramsDoor(bench, { limit }), openProgramsDoor(bench, { limit })] as const;
    const [first, second] = instances;
    const token = await first.keyFor();
    const other = await first.keyFor();

    const answers = [];
    for (let call = 0; call < 8; call += 1)
      answers.push(await (call % 2 ? first : second).get(requests, token));
    const others = await second.get(requests, other);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect(answers.at(-1)?.body.code).toBe("too-many-calls");
    expect(Number(answers.at(-1)?.headers["retry-after"])).toBeGreaterThan(0);
    expect(others.status).toBe(200);
  });

  test("at once, is neither let through nor held up by the others of them", async () => {
    const limit = { burst: 40, perMinute: 6 };
    const instances = [openProgramsDoor(bench, { limit }), openProgramsDoor(bench, { limit })] as const;
    const token = await instances[0].keyFor();

    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, call) => instances[call % 2 ? 0 : 1].get(requests, token)),
    );

    const granted = answers.filter(({ status }) => status === 200).length;
    // Each instance may keep a call that it has drawn.
    expect(granted).toBeGreaterThanOrEqual(38);
    expect(granted).toBeLessThanOrEqual(40);
  });

  test("may go on after a while", async () => {
    let now = Date.now();
    const door = openProgramsDoor(bench, { limit: { burst: 40, perMinute: 60 }, now: () => new Date(now) });
    const token = await door.keyFor();
    const send = async (calls: number) => {
      const statuses = [];
      for (let call = 0; call < calls; call += 1) statuses.push((await door.get(requests, token)).status);
      return statuses.filter((status) => status === 200).length;
    };

    const burst = await send(45);
    now += 10_000;
    const afterwards = await send(15);

    expect([burst, afterwards]).toEqual([40, 10]);
  });
});
