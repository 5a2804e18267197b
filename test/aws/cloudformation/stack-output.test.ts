import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { findStackOutput, makeCloudFormationClient } from "../../../src/aws/cloudformation/stack-output.ts";
import { serveLocally } from "../../../src/local/parts/serve-locally.ts";

/** DescribeStacks as docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html shows it. */
const described = `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
  <Stacks><member><StackName>countersign-prod</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs>
    <member><OutputKey>HttpApiId</OutputKey><OutputValue>abc</OutputValue></member>
    <member><OutputKey>HttpApiUrl</OutputKey><OutputValue>https://abc.execute-api.eu-central-1.amazonaws.com</OutputValue></member>
  </Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
const unknown = `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
  <Code>ValidationError</Code><Message>Stack with id countersign-dev does not exist</Message></Error></ErrorResponse>`;

async function open() {
  const server = await serveLocally(async (request: IncomingMessage, response: ServerResponse) => {
    const isThere = new URLSearchParams(await text(request)).get("StackName") === "countersign-prod";
    response
      .writeHead(isThere ? 200 : 400, { "content-type": "text/xml" })
      .end(isThere ? described : unknown);
  }, 0);
  const client = makeCloudFormationClient({
    region: "eu-central-1",
    endpoint: server.url,
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  return client;
}

test("an output of a stack is found by its key; there is none of another key, or of a stack that is not there", async () => {
  const client = await open();

  const found = await Promise.all([
    findStackOutput(client, "countersign-prod", "HttpApiUrl"),
    findStackOutput(client, "countersign-prod", "Other"),
    findStackOutput(client, "countersign-dev", "HttpApiUrl"),
  ]);

  expect(found).toEqual(["https://abc.execute-api.eu-central-1.amazonaws.com", undefined, undefined]);
});
