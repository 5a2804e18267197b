import { RegoEngine, TemplateFile } from "@aws/cloudformation-validate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packagedOnce } from "./packaged-once.ts";

/** Slow to start, so that all templates share it. */
let engine: InstanceType<typeof RegoEngine>;
beforeAll(() => {
  engine = new RegoEngine();
}, 60_000);
afterAll(() => engine.free());

function findingsIn(file: string, knownIds: readonly string[] = []) {
  const exclude = { ids: [...knownIds] };
  return engine.validateStandard(new TemplateFile(file), { severityLevel: "WARN", exclude }).diagnostics;
}

/** Of the framework's own: a DependsOn that a reference makes superfluous. */
const superfluousDependsOn = "W3005";

test("AWS's validator finds nothing in the template of a deployment with every option on but what the framework itself writes", async () => {
  const { file } = await packagedOnce("everything-on");

  expect(findingsIn(file, [superfluousDependsOn])).toEqual([]);
}, 180_000);

// So it need not be validated as well, which would take as long again.
test("a deployment without options has the same resources, less those of the options", async () => {
  const [plain, full] = await Promise.all([packagedOnce("plain"), packagedOnce("everything-on")]);
  const ofTheOptions = ["Distribution", "OriginAuthorizer", "OriginAuthorizerPermission"];

  const others = Object.entries(plain.resources).filter(
    ([logicalId, resource]) => JSON.stringify(resource) !== JSON.stringify(full.resources[logicalId]),
  );

  expect(Object.keys(full.resources).filter((logicalId) => !(logicalId in plain.resources))).toEqual(
    ofTheOptions,
  );
  for (const [logicalId, { Type, Properties }] of others) {
    // Functions know the options by their environment; open routes ask an authorizer.
    expect(["AWS::Lambda::Function", "AWS::ApiGatewayV2::Route"], logicalId).toContain(Type);
    if (Type !== "AWS::ApiGatewayV2::Route") continue;
    const {
      AuthorizationType: _type,
      AuthorizerId: _id,
      ...guarded
    } = full.resources[logicalId]?.Properties ?? {};
    expect(guarded, logicalId).toEqual(Properties);
  }
}, 180_000);

test.each(["infra/member-account.yml", "infra/waf/web-acl.yml"])(
  "AWS's validator finds nothing in %s, which is a stack of its own",
  (file) => {
    expect(findingsIn(file)).toEqual([]);
  },
  60_000,
);
