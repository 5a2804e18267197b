import { beforeAll, describe, expect, test } from "vitest";
import { packagedOnce } from "./packaged-once.ts";
import { asList, refsIn, type Template } from "./template.ts";

let template: Template;
beforeAll(async () => {
  template = await packagedOnce("everything-on");
}, 180_000);

const keyIn = (value: unknown) =>
  refsIn(value).find((logicalId) => template.resources[logicalId]?.Type === "AWS::KMS::Key");

describe("at rest", () => {
  test("every queue is encrypted", () => {
    for (const [logicalId, { Properties }] of template.ofType("AWS::SQS::Queue")) {
      expect(Properties.SqsManagedSseEnabled, logicalId).toBe(true);
    }
  });

  test("every topic is encrypted, under a key of its own where a service of AWS writes to it", () => {
    for (const [logicalId, { Properties }] of template.ofType("AWS::SNS::Topic")) {
      const writers = template.statements.filter(
        ({ Effect, Resource, Action }) =>
          Effect === "Allow" && Action === "sns:Publish" && refsIn(Resource)[0] === logicalId,
      );
      const isWrittenByAws = writers.some(({ Principal }) =>
        JSON.stringify(Principal ?? "").includes("Service"),
      );
      const key = keyIn(Properties.KmsMasterKeyId) ?? Properties.KmsMasterKeyId;

      if (isWrittenByAws) expect(template.resources[key]?.Type, logicalId).toBe("AWS::KMS::Key");
      else expect([logicalId, key]).toEqual([logicalId, expect.any(String)]);
    }
  });

  test("tables and the archive lie under the customer's own key", () => {
    for (const [logicalId, { Properties }] of template.ofType("AWS::DynamoDB::Table")) {
      expect(Properties.SSESpecification, logicalId).toEqual({
        SSEEnabled: true,
        SSEType: "KMS",
        KMSMasterKeyId: { "Fn::GetAtt": ["DataKey", "Arn"] },
      });
    }
    const archive = template.resources.ArchiveBucket?.Properties.BucketEncryption;
    expect(keyIn(archive)).toBe("DataKey");
  });

  test("every bucket is encrypted, closed to the public and versioned where it is kept", () => {
    const buckets = template.ofType("AWS::S3::Bucket");

    expect(buckets.length).toBeGreaterThan(1);
    for (const [logicalId, { Properties, DeletionPolicy }] of buckets) {
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration, logicalId).toHaveLength(1);
      expect(Properties.PublicAccessBlockConfiguration, logicalId).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      if (DeletionPolicy === "Retain")
        expect(Properties.VersioningConfiguration, logicalId).toEqual({ Status: "Enabled" });
    }
  });

  test("every log group is encrypted, under a key that knows its name, and forgets after a time", () => {
    const known = template.statements.find(({ Sid }) => Sid === "LetCloudWatchLogsUseIt")?.Condition.ArnLike[
      "kms:EncryptionContext:aws:logs:arn"
    ];
    const patterns = asList<{ "Fn::Sub": string }>(known).map((one) =>
      (one["Fn::Sub"].split(":log-group:")[1] ?? "").replace("*", ""),
    );

    for (const [logicalId, { Properties }] of template.ofType("AWS::Logs::LogGroup")) {
      expect(Properties, logicalId).toMatchObject({
        KmsKeyId: { "Fn::GetAtt": ["LogsKey", "Arn"] },
        RetentionInDays: 90,
      });
      const name: string = Properties.LogGroupName;
      expect([name, patterns.some((pattern) => name.startsWith(pattern))]).toEqual([name, true]);
    }
  });

  test("every key that encrypts is exchanged each year, and none goes with its stack that something is kept under", () => {
    const keptUnder = template
      .ofType("AWS::DynamoDB::Table")
      .concat(template.ofType("AWS::S3::Bucket"))
      .map(([, { Properties }]) => keyIn(Properties));

    for (const [logicalId, { Properties, DeletionPolicy }] of template.ofType("AWS::KMS::Key")) {
      // Those that sign cannot be exchanged by AWS.
      if (Properties.KeyUsage !== "SIGN_VERIFY") expect(Properties.EnableKeyRotation, logicalId).toBe(true);
      if (keptUnder.includes(logicalId)) expect(DeletionPolicy, logicalId).toBe("Retain");
    }
  });
});

describe("in transit", () => {
  test("every queue, topic and bucket refuses to be called without TLS, whatever is asked of it", () => {
    const guarded = template.statements
      .filter(
        ({ Effect, Principal, Condition }) =>
          Effect === "Deny" &&
          Principal === "*" &&
          String(Condition?.Bool?.["aws:SecureTransport"]) === "false",
      )
      .filter(({ Action }) => ["sqs:*", "sns:Publish", "s3:*"].includes(String(Action)))
      .map(({ in: policy }) => template.resources[policy]?.Properties)
      .flatMap(({ Queues, Topics, Bucket }) => refsIn(Queues ?? Topics ?? Bucket));

    const all = ["AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::Bucket"].flatMap(template.idsOf);
    expect(guarded.toSorted()).toEqual(all.toSorted());
  });

  test("CloudFront is called, and calls the API, by HTTPS alone", () => {
    const { Origins, DefaultCacheBehavior } =
      template.resources.Distribution?.Properties.DistributionConfig ?? {};

    expect(DefaultCacheBehavior.ViewerProtocolPolicy).toBe("https-only");
    expect(Origins).toMatchObject([
      { CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] } },
    ]);
  });
});
