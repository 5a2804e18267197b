import { createHash } from "node:crypto";
import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { expect, test } from "vitest";
import { makeOriginAuthorizer } from "../../../src/adapters/http/origin-authorizer.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const asked = (...identitySource: string[]) =>
  ({ identitySource, routeKey: "ANY /approval" }) as APIGatewayRequestAuthorizerEventV2;

function open(knownHashes: readonly string[]) {
  const refused: string[] = [];
  const authorize = makeOriginAuthorizer({ knownHashes, onRefused: (route) => refused.push(route) });
  return { authorize, refused };
}

test("what CloudFront sends is let in, under the new value and under the one before it", async () => {
  const { authorize, refused } = open([hashOf("new"), hashOf("old")]);

  expect(await authorize(asked("new"))).toEqual({ isAuthorized: true });
  expect(await authorize(asked("old"))).toEqual({ isAuthorized: true });
  expect(refused).toEqual([]);
});

test.each([
  ["another value", [hashOf("new")], asked("guessed")],
  ["the hash instead of what it is of", [hashOf("new")], asked(hashOf("new"))],
  ["nothing at all", [hashOf("new")], asked()],
  ["anything, where no value is known", [], asked("")],
])("%s is not let in, and the route is told", async (_what, known, event) => {
  const { authorize, refused } = open(known);

  expect(await authorize(event)).toEqual({ isAuthorized: false });
  expect(refused).toEqual(["ANY /approval"]);
});
