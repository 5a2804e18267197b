import { describe, expect, test } from "vitest";
import { webhook } from "../../src/cli/commands/webhook.ts";

const here = { kind: "webhook", place: {} };
const parse = (line: string) => webhook.parse(line.split(" ").slice(1));

describe("webhook", () => {
  test.each([
    [
      "webhook list --stage prod --region eu-central-1 --tenant acme",
      { act: "list", place: { stage: "prod", region: "eu-central-1", tenant: "acme" } },
    ],
    [
      "webhook delete wh-0123456789 --env-file operator.env",
      { act: "delete", id: "wh-0123456789", place: { "env-file": "operator.env" } },
    ],
    [
      "webhook create --url https://hooks.acme.example/ --event failed --event completed",
      {
        act: "create",
        asked: { for: { url: "https://hooks.acme.example/" }, events: ["failed", "completed"], hosts: [] },
      },
    ],
    [
      "webhook create --for-requests --host *.ACME.example",
      { act: "create", asked: { for: "requests", events: [], hosts: ["*.acme.example"] } },
    ],
    ["webhook show wh-0123456789", { act: "show", id: "wh-0123456789" }],
    ["webhook enable wh-requests", { act: "enable", id: "wh-requests" }],
    ["webhook delete wh-0123456789", { act: "delete", id: "wh-0123456789" }],
    ["webhook rotate wh-0123456789", { act: "rotate", id: "wh-0123456789", overlapSeconds: undefined }],
    [
      "webhook rotate wh-0123456789 --overlap 2d",
      { act: "rotate", id: "wh-0123456789", overlapSeconds: 172_800 },
    ],
    ["webhook rotate wh-0123456789 --overlap 0", { act: "rotate", id: "wh-0123456789", overlapSeconds: 0 }],
    ["webhook resend wh-0123456789", { act: "resend", resend: { webhookId: "wh-0123456789" } }],
    [
      "webhook resend wh-0123456789 --request req-0123456789 --sequence 3",
      { act: "resend", resend: { webhookId: "wh-0123456789", requestId: "req-0123456789", sequence: 3 } },
    ],
  ])("%s", (line, command) => {
    expect(parse(line)).toMatchObject({ ok: true, value: { ...here, ...command } });
  });

  const acts =
    'Say "webhook list", "webhook create", or show, rotate, enable, delete or resend and a webhook\'s id.';

  test.each([
    ["webhook", acts],
    ["webhook explode", acts],
    ["webhook constructor", acts],
    ["webhook show", acts],
    ["webhook show req-0123456789", acts],
    ["webhook show wh-0123456789 wh-0123456788", acts],
    ["webhook list wh-0123456789", '"webhook list" takes no wh-0123456789.'],
    ["webhook create", "Give a --url, or --for-requests."],
    ["webhook create --for-requests --url https://x.example/", "Give a --url, or --for-requests."],
    ["webhook show wh-0123456789 --overlap 1d", '"webhook show" has no --overlap.'],
    [
      "webhook rotate wh-0123456789 --overlap soon",
      '--overlap: write 0, or a duration as "45m", "72h" or "3d"',
    ],
    ["webhook resend wh-0123456789 --sequence 3", "--sequence is one of a --request."],
    ["webhook list --name prod", '"webhook" has no --name.'],
  ])("%s is wrong: %s", (line, problem) => {
    expect(parse(line)).toEqual({ ok: false, error: problem });
  });
});
