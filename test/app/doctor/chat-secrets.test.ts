import { describe, expect, test } from "vitest";
import { checkSlack } from "../../../src/app/doctor/checks/slack.ts";
import { checkTeams } from "../../../src/app/doctor/checks/teams.ts";
import { SecretShapeError } from "../../../src/app/secrets/secret-shape-error.ts";

const misshapen = async () => {
  throw new SecretShapeError("The secret s is not as it should be. bot_token: begins with xoxb-");
};
const mends = /countersign secrets put (slack|teams)/;

describe("a chat's secret", () => {
  test("without a value is a problem of Slack's, and a Teams that is not set up", async () => {
    const slack = await checkSlack(
      async () => [],
      async () => undefined,
    ).look();
    const teams = await checkTeams(async () => undefined).look();

    expect(slack).toMatchObject([{ status: "problem", about: "Slack", mend: expect.stringMatching(mends) }]);
    expect(teams).toMatchObject([{ status: "skipped", about: "Teams" }]);
  });

  test("of another shape is a problem that names what is wrong with it", async () => {
    const found = [
      ...(await checkSlack(async () => [], misshapen).look()),
      ...(await checkTeams(misshapen).look()),
    ];

    expect(found).toMatchObject(
      found.map(() => ({
        status: "problem",
        text: expect.stringContaining("bot_token: begins with xoxb-"),
        mend: expect.stringMatching(mends),
      })),
    );
  });

  test("that cannot be read is left to whoever runs the checks", async () => {
    const failing = async () => {
      throw new Error("AccessDeniedException");
    };

    await expect(checkSlack(async () => [], failing).look()).rejects.toThrow("AccessDenied");
    await expect(checkTeams(failing).look()).rejects.toThrow("AccessDenied");
  });

  test("whose token Slack takes is looked at for its scopes", async () => {
    const look = async () => ({ ok: true, team: "Acme", bot: "countersign", scopes: ["commands"] }) as const;
    const lacking = await checkSlack(
      async () => ["commands", "im:write"],
      async () => ({ look }),
    ).look();

    expect(lacking).toMatchObject([
      { status: "ok", text: "countersign in Acme" },
      { status: "problem", about: "scopes", text: "missing: im:write" },
    ]);
  });
});
