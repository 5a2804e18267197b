import { beforeAll, describe, expect, test } from "vitest";
import { packagedOnce } from "./packaged-once.ts";
import { refsIn, type Template } from "./template.ts";

let plain: Template;
let guarded: Template;
beforeAll(async () => {
  plain = await packagedOnce("plain");
  guarded = await packagedOnce("everything-on");
}, 180_000);

const stage = () => plain.resources.HttpApiStage;
const routeKeys = (template: Template) =>
  template.ofType("AWS::ApiGatewayV2::Route").map(([, { Properties }]) => Properties.RouteKey);

describe("the gateway", () => {
  test("lets so many calls through, fewer where each is dear or open to everybody", () => {
    const { DefaultRouteSettings, RouteSettings } = stage()?.Properties ?? {};
    const usual = DefaultRouteSettings.ThrottlingRateLimit;

    expect(usual).toBeGreaterThan(0);
    for (const route of ["POST /operations", "ANY /approval", "GET /docs", "GET /openapi.json"]) {
      expect(RouteSettings[route].ThrottlingRateLimit, route).toBeLessThan(usual);
      expect(RouteSettings[route].ThrottlingBurstLimit, route).toBeLessThan(
        DefaultRouteSettings.ThrottlingBurstLimit,
      );
    }
  });

  test("is given limits for routes that are there, and only once they are", () => {
    const limited = Object.keys(stage()?.Properties.RouteSettings ?? {});
    const dependsOn = [stage()].flatMap(
      (resource) => (resource as { DependsOn?: readonly string[] }).DependsOn ?? [],
    );
    const waitedFor = dependsOn.map((logicalId) => plain.resources[logicalId]?.Properties.RouteKey);

    expect(routeKeys(plain)).toEqual(expect.arrayContaining(limited));
    expect(waitedFor.filter((key) => key !== undefined).toSorted()).toEqual(limited.toSorted());
  });

  test("logs each call as one JSON object, and nothing of what could be a secret", () => {
    const { Format, DestinationArn } = stage()?.Properties.AccessLogSettings ?? {};
    const told = Object.values(JSON.parse(Format));

    expect(refsIn(DestinationArn)).toEqual(["HttpApiLogGroup"]);
    expect(told).toContain("$context.requestId");
    // Links carry their tokens in the query; a path can be anything.
    expect(Format).not.toMatch(/path|protocol|query|header|authorizer|claims|awsEndpoint/i);
  });

  test("answers no page of another site", () => {
    expect(plain.resources.HttpApi?.Properties.CorsConfiguration).toBeUndefined();
  });
});

describe("with a web ACL before it", () => {
  test("every route that AWS does not authorize asks whether the call came from CloudFront", () => {
    for (const [logicalId, { Properties }] of guarded.ofType("AWS::ApiGatewayV2::Route")) {
      const isAuthorizedByAws = plain.resources[logicalId]?.Properties.AuthorizationType === "AWS_IAM";
      const authorization = isAuthorizedByAws
        ? { AuthorizationType: "AWS_IAM" }
        : { AuthorizationType: "CUSTOM", AuthorizerId: { Ref: "OriginAuthorizer" } };
      expect(Properties, logicalId).toMatchObject(authorization);
    }
  });

  test("the gateway asks by the header that CloudFront adds, whose value nobody reads in the template", () => {
    const { IdentitySource, EnableSimpleResponses } = guarded.resources.OriginAuthorizer?.Properties ?? {};
    const { Origins, WebACLId } = guarded.resources.Distribution?.Properties.DistributionConfig ?? {};
    const [{ HeaderName, HeaderValue }] = Origins[0].OriginCustomHeaders;

    expect(IdentitySource).toEqual([`$request.header.${HeaderName}`]);
    expect(EnableSimpleResponses).toBe(true);
    expect(HeaderValue).toMatch(
      /^\{\{resolve:secretsmanager:countersign\/dev\/origin:SecretString:header:.*\}\}$/,
    );
    expect(WebACLId).toMatch(/^arn:aws:wafv2:us-east-1:/);
  });

  test("links in mails lead to CloudFront, and else to the gateway itself", () => {
    const publicUrlIn = ({ resources }: Template) =>
      resources.NotifyDashemailLambdaFunction?.Properties.Environment.Variables.PUBLIC_URL;

    expect(publicUrlIn(plain)).toEqual({ "Fn::GetAtt": ["HttpApi", "ApiEndpoint"] });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as CloudFormation reads it
    expect(publicUrlIn(guarded)).toEqual({ "Fn::Sub": "https://${Distribution.DomainName}" });
  });

  test("CloudFront keeps no answer and no log, as links carry tokens", () => {
    const { DefaultCacheBehavior, Logging } =
      guarded.resources.Distribution?.Properties.DistributionConfig ?? {};

    expect(DefaultCacheBehavior.CachePolicyId).toBe("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    expect(Logging).toBeUndefined();
  });
});
