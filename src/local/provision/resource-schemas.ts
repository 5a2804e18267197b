import { z } from "zod";
import { referenceSchema } from "./reference.ts";

const tableKeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

/** What is read of an `AWS::DynamoDB::Table`; encryption, backups and protection mean nothing on one's own machine. */
const tableSchema = z.object({
  Type: z.literal("AWS::DynamoDB::Table"),
  Properties: z.object({
    TableName: z.string(),
    AttributeDefinitions: z.array(
      z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
    ),
    KeySchema: tableKeySchema,
    GlobalSecondaryIndexes: z
      .array(
        z.object({
          IndexName: z.string(),
          KeySchema: tableKeySchema,
          Projection: z.object({
            ProjectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]),
            NonKeyAttributes: z.array(z.string()).optional(),
          }),
        }),
      )
      .optional(),
    StreamSpecification: z
      .object({ StreamViewType: z.enum(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]) })
      .optional(),
    TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.literal(true) }).optional(),
  }),
});

const queueSchema = z.object({
  Type: z.literal("AWS::SQS::Queue"),
  Properties: z.object({
    QueueName: z.string(),
    VisibilityTimeout: z.number().default(30),
    MessageRetentionPeriod: z.number().default(345_600),
    DelaySeconds: z.number().default(0),
    FifoQueue: z.literal(true).exactOptional(),
    RedrivePolicy: z.object({ deadLetterTargetArn: referenceSchema, maxReceiveCount: z.number() }).optional(),
  }),
});

const topicSchema = z.object({
  Type: z.literal("AWS::SNS::Topic"),
  Properties: z.object({ TopicName: z.string() }),
});

const queueSubscriptionSchema = z.object({
  TopicArn: referenceSchema,
  Protocol: z.literal("sqs"),
  Endpoint: referenceSchema,
  RawMessageDelivery: z.boolean().default(false),
  FilterPolicyScope: z.enum(["MessageAttributes", "MessageBody"]).exactOptional(),
  FilterPolicy: z.record(z.string(), z.json()).exactOptional(),
});

const subscriptionSchema = z.object({
  Type: z.literal("AWS::SNS::Subscription"),
  Properties: z.discriminatedUnion("Protocol", [
    queueSubscriptionSchema,
    // Goes out to a person, from where it is deployed.
    z.object({ Protocol: z.literal("email") }),
  ]),
});

/** A key that signs or seals, which the stand-in for KMS stands for, or one that only encrypts what AWS keeps. */
const keySchema = z.object({
  Type: z.literal("AWS::KMS::Key"),
  Properties: z.union([
    z.object({ KeySpec: z.literal("ECC_NIST_P256"), KeyUsage: z.literal("SIGN_VERIFY") }),
    z.object({ KeySpec: z.literal("SYMMETRIC_DEFAULT") }),
    z.object({ KeySpec: z.undefined().optional() }),
  ]),
});

/** The account that the embedded parts say they are. */
const localAccount = "000000000000";

const bucketSchema = z.object({
  Type: z.literal("AWS::S3::Bucket"),
  Properties: z.object({
    BucketName: z
      .strictObject({ "Fn::Sub": z.string() })
      .transform((name) => name["Fn::Sub"].replaceAll(/\$\{AWS::AccountId\}/g, localAccount)),
  }),
});

const stateMachineSchema = z.object({
  Type: z.literal("AWS::StepFunctions::StateMachine"),
  Properties: z.object({
    StateMachineName: z.string(),
    Definition: z.string().regex(/^\$\{file\(.+\)\}$/, "only a file"),
    DefinitionSubstitutions: z.record(z.string(), referenceSchema).default({}),
  }),
});

const secretSchema = z.object({
  Type: z.literal("AWS::SecretsManager::Secret"),
  // Without a value: whoever deploys it puts that.
  Properties: z.object({ Name: z.string(), SecretString: z.undefined().optional() }),
});

/** What has no meaning on one's own machine. A resource of any other type is refused, so that none is forgotten. */
const deployedOnlySchema = z.object({
  Type: z.enum([
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::IAM::RolePolicy",
    "AWS::SES::ConfigurationSet",
    "AWS::SES::ConfigurationSetEventDestination",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::KMS::Alias",
    "AWS::Logs::LogGroup",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
  ]),
});

export const resourceSchema = z.discriminatedUnion("Type", [
  tableSchema,
  queueSchema,
  topicSchema,
  subscriptionSchema,
  keySchema,
  bucketSchema,
  stateMachineSchema,
  secretSchema,
  deployedOnlySchema,
]);

export type SecretProperties = z.infer<typeof secretSchema>["Properties"];
export type TableProperties = z.infer<typeof tableSchema>["Properties"];
export type BucketProperties = z.infer<typeof bucketSchema>["Properties"];
export type QueueProperties = z.infer<typeof queueSchema>["Properties"];
export type TopicProperties = z.infer<typeof topicSchema>["Properties"];
export type SubscriptionProperties = z.infer<typeof queueSubscriptionSchema>;
