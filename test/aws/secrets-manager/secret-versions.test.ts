import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { SecretShapeError } from "../../../src/app/secrets/secret-shape-error.ts";
import { putSecret } from "../../../src/aws/secrets-manager/put-secret.ts";
import {
  makeSecretsManagerClient,
  readSecretVersions,
} from "../../../src/aws/secrets-manager/secret-versions.ts";
import { startLocalSecretsManager } from "../../../src/local/secrets/local-secrets-manager.ts";

const access = { region: "eu-central-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
const schema = z.object({ token: z.string().min(4) });

let folder: string;
let secrets: Awaited<ReturnType<typeof startLocalSecretsManager>>;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-secrets-"));
  secrets = await startLocalSecretsManager({ file: join(folder, "secrets.json") });
});
afterAll(async () => {
  await secrets.stop();
  await rm(folder, { recursive: true });
});

function open(endpoint = secrets.url) {
  const client = makeSecretsManagerClient({ ...access, endpoint });
  onTestFinished(() => client.destroy());
  return client;
}

/** A secret of this test's own, without a value. */
async function make() {
  made += 1;
  const id = `countersign/test-${made}/slack`;
  const client = open();
  const { ARN } = await client.send(new CreateSecretCommand({ Name: id }));
  const read = (minutesLater = 0, by = id) =>
    readSecretVersions(client, { id: by, schema, now: () => new Date(Date.now() + minutesLater * 60_000) });
  return { id, arn: ARN ?? "", client, read, put: (value: object) => putSecret(client, id, value) };
}

describe("a secret in Secrets Manager", () => {
  test("has no value until one is put, and neither has one that does not exist", async () => {
    const { client, id, read } = await make();

    expect(await read()).toBeUndefined();
    expect(
      await readSecretVersions(client, { id: `${id}-not`, schema, now: () => new Date() }),
    ).toBeUndefined();
    expect(await putSecret(client, `${id}-not`, { token: "none" })).toBe(false);
  });

  test("is found by its name and by its ARN", async () => {
    const { arn, read, put } = await make();
    await put({ token: "first" });

    expect(await read(0, arn)).toEqual({ current: { token: "first" }, previous: undefined });
    expect(arn).toMatch(/:secret:countersign\/test-\d+\/slack-[0-9a-f]{6}$/);
  });

  test("counts beside the one before for ten minutes after a rotation, and alone from then on", async () => {
    const { read, put } = await make();
    await put({ token: "first" });
    await put({ token: "second" });
    await put({ token: "third" });

    const rotated = { current: { token: "third" }, previous: { token: "second" } };
    expect(await read()).toEqual(rotated);
    expect(await read(9)).toEqual(rotated);
    expect(await read(10)).toEqual({ current: { token: "third" }, previous: undefined });
  });

  test("that is not of its shape is refused by the names of its fields, without their values", async () => {
    const { id, read, put, client } = await make();
    await put({ token: "abc" });

    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SecretShapeError);
    expect(String(error)).toContain(`${id} is not as it should be. token: `);
    expect(String(error)).not.toContain("abc");

    await client.send(new PutSecretValueCommand({ SecretId: id, SecretString: "no JSON" }));
    await expect(read()).rejects.toThrow(SecretShapeError);
  });

  test("whose value before was none is read all the same", async () => {
    const { read, put } = await make();
    await put({ token: "abc" });
    await put({ token: "better" });

    expect(await read()).toEqual({ current: { token: "better" }, previous: undefined });
  });

  test("that cannot be asked for is a matter of time", async () => {
    const client = open("http://127.0.0.1:9");

    await expect(readSecretVersions(client, { id: "any", schema, now: () => new Date() })).rejects.toThrow(
      GatewayError,
    );
  });

  test("put twice by one call that was repeated is one version", async () => {
    const { id, client, read } = await make();
    const command = {
      SecretId: id,
      SecretString: '{"token":"first"}',
      ClientRequestToken: "00000000-0000-4000-8000-000000000000",
    };

    await client.send(new PutSecretValueCommand(command));
    await client.send(new PutSecretValueCommand(command));

    expect(await read()).toEqual({ current: { token: "first" }, previous: undefined });
    const changed = { ...command, SecretString: '{"token":"other"}' };
    await expect(client.send(new PutSecretValueCommand(changed))).rejects.toThrow("another value");
  });

  test("is kept for its owner's eyes alone, over a restart of the stand-in", async () => {
    const { id, put } = await make();
    await put({ token: "first" });
    const file = join(folder, "secrets.json");
    const again = await startLocalSecretsManager({ file });
    onTestFinished(again.stop);

    expect(await readSecretVersions(open(again.url), { id, schema, now: () => new Date() })).toMatchObject({
      current: { token: "first" },
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toContain("first");
  });
});
