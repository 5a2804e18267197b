import type { AttributeValue, _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord, AttributeValue as LambdaAttribute } from "aws-lambda";

/** Turns a record of the streams API into the one that Lambda hands over: binary as base64, times as epoch seconds. */
export function toLambdaRecord(record: StreamRecord, streamArn: string): DynamoDBRecord {
  const { Keys, NewImage, OldImage, SequenceNumber, SizeBytes, StreamViewType } = record.dynamodb ?? {};
  const createdAt = record.dynamodb?.ApproximateCreationDateTime;
  return {
    eventID: record.eventID ?? "",
    eventName: record.eventName ?? "MODIFY",
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    eventSourceARN: streamArn,
    awsRegion: record.awsRegion ?? "",
    dynamodb: {
      ...(createdAt && { ApproximateCreationDateTime: createdAt.getTime() / 1_000 }),
      ...(Keys && { Keys: toLambdaImage(Keys) }),
      ...(NewImage && { NewImage: toLambdaImage(NewImage) }),
      ...(OldImage && { OldImage: toLambdaImage(OldImage) }),
      ...(SequenceNumber && { SequenceNumber }),
      ...(SizeBytes && { SizeBytes }),
      ...(StreamViewType && { StreamViewType }),
    },
  };
}

function toLambdaImage(image: Record<string, AttributeValue>): Record<string, LambdaAttribute> {
  const entries = Object.entries(image).map(([name, value]) => [name, toLambdaAttribute(value)] as const);
  return Object.fromEntries(entries);
}

function toLambdaAttribute(value: AttributeValue): LambdaAttribute {
  if (value.B !== undefined) return { B: toBase64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(toBase64) };
  if (value.L !== undefined) return { L: value.L.map(toLambdaAttribute) };
  if (value.M !== undefined) return { M: toLambdaImage(value.M) };
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  if (value.SS !== undefined) return { SS: value.SS };
  if (value.NS !== undefined) return { NS: value.NS };
  return { NULL: true };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
