import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { expect, onTestFinished, test } from "vitest";
import { startMailbox } from "../../../src/local/parts/mailbox.ts";
import { awsClientConfig } from "./aws-client-config.ts";
import { occupyPort } from "./busy-port.ts";

async function start(port = 0) {
  const part = await startMailbox({ port });
  onTestFinished(async () => {
    await fetch(`${part.url}/clear-store`, { method: "POST" }).catch(() => undefined);
    await part.stop();
  });
  return part;
}

test("a mail sent by the real client is in the inbox", async () => {
  const part = await start();
  const ses = new SESClient(awsClientConfig(part.url));
  onTestFinished(() => ses.destroy());

  await ses.send(
    new SendEmailCommand({
      Source: "countersign@acme.example",
      Destination: { ToAddresses: ["priya.nair@acme.example"] },
      Message: { Subject: { Data: "Approve?" }, Body: { Text: { Data: "Please decide." } } },
    }),
  );

  const store = await (await fetch(`${part.url}/store`)).json();
  expect(store).toMatchObject({
    emails: [{ subject: "Approve?", destination: { to: ["priya.nair@acme.example"] } }],
  });
});

test("the inbox is a page", async () => {
  const part = await start();

  const page = await fetch(part.url);

  expect(page.headers.get("content-type")).toContain("text/html");
});

test("the next port is taken when the preferred one is busy", async () => {
  const busy = await occupyPort("127.0.0.1");

  const part = await start(busy);

  expect(Number(new URL(part.url).port)).toBeGreaterThan(busy);
});

test("after stop nothing answers any more", async () => {
  const part = await start();

  await part.stop();

  await expect(fetch(part.url)).rejects.toThrow();
});
