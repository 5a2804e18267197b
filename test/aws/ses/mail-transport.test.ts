import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { makeMailer } from "../../../src/adapters/email/mailer.ts";
import { GatewayError, NotDoneError } from "../../../src/app/gateway-error.ts";
import { composeMessage } from "../../../src/aws/ses/compose-message.ts";
import { makeSesClient, makeSesMailTransport } from "../../../src/aws/ses/mail-transport.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import { askMailOf } from "../../../src/core/mail.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { startMailbox } from "../../../src/local/parts/mailbox.ts";
import { fullRequest } from "../../adapters/email/sample-mails.ts";
import { ben, hoursLater } from "../../core/sample-requests.ts";

const access = {
  region: "eu-central-1",
  credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
};
const from = "Countersign <countersign@acme.example>";
const mail = {
  to: "ben@acme.example",
  subject: "Approve? Snapshot orders-prod — asked by Zoë",
  text: "Please decide.\n",
  html: "<p>Please decide – Zoë.</p>",
  id: "req-0123456789.ask.000001",
  thread: "req-0123456789",
  requestId: "req-0123456789",
};

function transportTo(endpoint: string, overrides = {}) {
  const client = makeSesClient({ ...access, endpoint, ...overrides });
  onTestFinished(() => client.destroy());
  return makeSesMailTransport(client, { from, configurationSet: "countersign-test" });
}

async function openMailbox() {
  const part = await startMailbox({ port: 0 });
  await fetch(`${part.url}/clear-store`, { method: "POST" });
  onTestFinished(() => part.stop());
  return {
    url: part.url,
    mails: async () => ((await (await fetch(`${part.url}/store`)).json()) as { emails: unknown[] }).emails,
  };
}

/** SES as it answers once with this; what it was sent is in `bodies`. */
async function startSes(status: number, body: string) {
  const bodies: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    let sent = "";
    for await (const chunk of request) sent += chunk;
    bodies.push(new URLSearchParams(sent));
    if (status === 0) return;
    response.writeHead(status, { "content-type": "text/xml" }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

const refusal = (code: string) =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

test("a mail is in the inbox with both its forms", async () => {
  const mailbox = await openMailbox();

  const outcome = await transportTo(mailbox.url).send(mail);

  expect(outcome).toEqual({ kind: "sent", messageId: expect.stringMatching(/./) });
  expect(await mailbox.mails()).toMatchObject([
    {
      subject: mail.subject,
      from: '"Countersign" <countersign@acme.example>',
      destination: { to: ["ben@acme.example"], cc: [], bcc: [] },
      body: { text: expect.stringContaining("Please decide."), html: expect.stringContaining("Zoë") },
    },
  ]);
});

test("the two links of a rendered mail are the recipient's own", async () => {
  const mailbox = await openMailbox();
  const mailer = makeMailer({
    transport: transportTo(mailbox.url),
    publicUrl: () => "https://bot.acme.example/",
  });
  const token = newToken();

  await mailer.send({
    requestId: requestIdSchema.parse("req-0123456789"),
    place: `email#${ben.id}#ask#000001`,
    to: ben.id,
    content: askMailOf(fullRequest(), true, hoursLater(1)),
    token,
  });

  const [{ body }] = (await mailbox.mails()) as [{ body: { text: string } }];
  const urls = [...body.text.matchAll(/https:\S+approval\S+/g)].map(([url]) => new URL(url));
  expect(urls.map(({ origin, pathname, searchParams }) => [origin, pathname, ...searchParams])).toEqual(
    ["approve", "reject"].map((action) => [
      "https://bot.acme.example",
      "/approval",
      ["action", action],
      ["requestId", "req-0123456789"],
      ["token", token],
    ]),
  );
});

test("the message says that a program wrote it, and which thread and request it belongs to", async () => {
  const ses = await startSes(
    200,
    "<SendRawEmailResponse><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult></SendRawEmailResponse>",
  );

  await transportTo(ses.url).send(mail);

  const [sent] = ses.bodies;
  const raw = Buffer.from(sent?.get("RawMessage.Data") ?? "", "base64").toString();
  const headers = raw.slice(0, raw.indexOf("\r\n\r\n"));
  expect(headers).toContain("Auto-Submitted: auto-generated");
  expect(headers).toContain("Message-ID: <req-0123456789.ask.000001@countersign.invalid>");
  expect(headers).toContain("In-Reply-To: <req-0123456789@countersign.invalid>");
  expect(headers).toContain("References: <req-0123456789@countersign.invalid>");
  expect(headers).toContain("Content-Type: multipart/alternative");
  expect(headers).not.toMatch(/^(Bcc|Cc|List-Unsubscribe):/im);
  expect(sent?.get("Destinations.member.1")).toBe("ben@acme.example");
  expect(sent?.get("ConfigurationSetName")).toBe("countersign-test");
  expect(sent?.get("Tags.member.1.Name")).toBe("request_id");
  expect(sent?.get("Tags.member.1.Value")).toBe("req-0123456789");
});

test.each(["subject", "id", "thread", "to"] as const)(
  "a line break in the %s begins no header of its own",
  async (field) => {
    const message = await composeMessage(from, {
      ...mail,
      [field]: `${mail[field]}\r\nBcc: eve@evil.example\r\n\r\nbody`,
    });

    const raw = Buffer.from(message).toString();
    const headers = raw.slice(0, raw.indexOf("\r\n\r\n"));
    expect(headers).not.toMatch(/^bcc:/im);
    expect(headers).toContain("Content-Type: multipart/alternative");
  },
);

test.each([
  ["Throttling", 400],
  ["MessageRejected", 400],
  ["MailFromDomainNotVerifiedException", 400],
  ["AccountSendingPausedException", 400],
  ["ServiceUnavailable", 503],
] as const)("%s is a clear no: the mail is still owed, and may be sent at once", async (code, status) => {
  const ses = await startSes(status, refusal(code));

  const sending = transportTo(ses.url).send(mail);

  await expect(sending).rejects.toThrow(NotDoneError);
  expect(ses.bodies).toHaveLength(1);
});

test("an address that SES cannot take is told as that", async () => {
  const ses = await startSes(400, refusal("InvalidParameterValue"));

  expect(await transportTo(ses.url).send(mail)).toEqual({
    kind: "unreachable",
    reason: "SES takes no mail to it",
  });
});

test("nobody there is a clear no too", async () => {
  const sending = transportTo("http://127.0.0.1:9").send(mail);

  await expect(sending).rejects.toThrow(NotDoneError);
});

test.each([
  ["is lost", 0, ""],
  ["tells of a fault", 500, refusal("InternalFailure")],
] as const)("when the answer %s nobody knows, and the SDK does not send again", async (_, status, body) => {
  const ses = await startSes(status, body);
  const requestHandler = { requestTimeout: 300, throwOnRequestTimeout: true };

  const failure = await transportTo(ses.url, { requestHandler })
    .send(mail)
    .catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(GatewayError);
  expect(failure).not.toBeInstanceOf(NotDoneError);
  expect(ses.bodies).toHaveLength(1);
});
