import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeKmsSecretBox } from "../../../src/aws/kms/secret-box.ts";
import { makeKmsClient } from "../../../src/aws/kms/signer.ts";
import { type LocalKms, startLocalKms } from "../../../src/local/kms/local-kms.ts";

const access = { region: "eu-central-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
const context = { purpose: "task-token", request_id: "req-1" };
const secret = "AQCEAAAAKgAAAAMAAAAA…ünïcode";

let folder: string;
let kms: LocalKms;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-kms-"));
  kms = await startLocalKms({ keyFile: join(folder, "decision-key.pem") });
});
afterAll(async () => {
  await kms.stop();
  await rm(folder, { recursive: true });
});

function openBox(keyId = "SecretsKey", endpoint = kms.url) {
  const client = makeKmsClient({ ...access, endpoint, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return makeKmsSecretBox(client, keyId);
}

describe("a secret box", () => {
  test("gives back what was put into it, for the same context in whatever order", async () => {
    const box = openBox();

    const sealed = await box.seal(secret, context);

    expect(await box.open(sealed, { request_id: "req-1", purpose: "task-token" })).toBe(secret);
    expect(sealed).not.toContain(secret.slice(0, 12));
  });

  test("seals the same secret differently each time", async () => {
    const box = openBox();

    const [one, other] = [await box.seal(secret, context), await box.seal(secret, context)];

    expect(one).not.toBe(other);
  });

  test.each([
    ["with another context", { ...context, request_id: "req-2" }, "InvalidCiphertextException"],
    ["with less context", { purpose: "task-token" }, "InvalidCiphertextException"],
  ])("opens nothing %s", async (_, other, name) => {
    const box = openBox();
    const sealed = await box.seal(secret, context);

    await expect(box.open(sealed, other)).rejects.toMatchObject({ name });
  });

  test("opens nothing that another key has sealed", async () => {
    const sealed = await openBox("AnotherKey").seal(secret, context);

    await expect(openBox().open(sealed, context)).rejects.toMatchObject({ name: "IncorrectKeyException" });
  });

  test.each([
    ["changed", (sealed: string) => `${sealed.slice(0, -4)}AAAA`],
    ["cut", (sealed: string) => sealed.slice(0, 20)],
  ])("opens nothing that was %s", async (_, change) => {
    const box = openBox();
    const sealed = await box.seal(secret, context);

    await expect(box.open(change(sealed), context)).rejects.toMatchObject({
      name: "InvalidCiphertextException",
    });
  });

  test("opens nothing that is no sealed text", async () => {
    await expect(openBox().open(secret, context)).rejects.toBeInstanceOf(TypeError);
  });

  test("takes 4096 bytes and not one more", async () => {
    const box = openBox();
    const longest = "a".repeat(4096);

    expect(await box.open(await box.seal(longest, context), context)).toBe(longest);
    await expect(box.seal(`${longest}a`, context)).rejects.toBeInstanceOf(RangeError);
    await expect(box.seal("", context)).rejects.toBeInstanceOf(RangeError);
  });

  test("throws a gateway error where nobody answers", async () => {
    const box = openBox("SecretsKey", "http://127.0.0.1:9");

    await expect(box.seal(secret, context)).rejects.toBeInstanceOf(GatewayError);
  });
});

describe("the stand-in's key", () => {
  test("is kept between starts, in a file that only its owner reads", async () => {
    const keyFile = join(folder, "decision-key.pem");
    const sealed = await openBox().seal(secret, context);
    const again = await startLocalKms({ keyFile });
    onTestFinished(() => again.stop());

    expect(await openBox("SecretsKey", again.url).open(sealed, context)).toBe(secret);
    expect((await stat(join(folder, "secrets.key"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, "secrets.key"), "utf8")).toMatch(/^[\w+/]{43}=$/);
  });
});
