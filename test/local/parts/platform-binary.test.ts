import { access } from "node:fs/promises";
import { expect, test } from "vitest";
import { PartStartError } from "../../../src/local/parts/part.ts";
import { findPlatformBinary } from "../../../src/local/parts/platform-binary.ts";

test("a program is found inside the package that carries it", async () => {
  const file = findPlatformBinary({ packageName: "yaml", program: "bin.mjs", otherwise: "" });

  await expect(access(file)).resolves.toBeUndefined();
});

test("where the package is missing, the error says what to install and what else to do", () => {
  const find = () =>
    findPlatformBinary({
      packageName: "@dynoxide/plan9-mips",
      program: "dynoxide",
      otherwise: "Or set AWS_ENDPOINT_URL_DYNAMODB.",
    });

  expect(find).toThrow(PartStartError);
  expect(find).toThrow(/npm install .*@dynoxide\/plan9-mips.*AWS_ENDPOINT_URL_DYNAMODB/);
});
