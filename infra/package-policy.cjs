const { readFile } = require("node:fs/promises");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

/**
 * Reads and checks the policy when the zips are made, so that no start has to: a function finds the value in its bundle, in place of
 * what reads the file. A file that is wrong fails the packaging, with each problem's line and key.
 */
const packagePolicy = (file) => {
  let module;
  return {
    name: "package-policy",
    setup(build) {
      build.onResolve({ filter: /\/policy-file\.ts$/ }, () => ({
        path: join(__dirname, "packaged-policy.mjs"),
        // A function that asks for no policy has none, nor what would read one.
        sideEffects: false,
      }));
      build.onResolve({ filter: /^policy:packaged$/ }, ({ path }) => ({ path, namespace: "policy" }));
      build.onLoad({ filter: /./, namespace: "policy" }, () => {
        module ??= moduleOf(file);
        return module;
      });
    },
  };
};

async function moduleOf(file) {
  const { readPolicy } = await import(pathToFileURL(join(__dirname, "../src/app/files/read-policy.ts")).href);
  try {
    const policy = readPolicy(await readFile(join(__dirname, "..", file), "utf8"), file);
    return { contents: `export const file = ${sourceOf(file)}, policy = ${sourceOf(policy)};` };
  } catch ({ message }) {
    return { errors: [{ text: message }] };
  }
}

/** A value of the policy as JavaScript: JSON, but for moments. A key is computed, as `__proto__` would else be no key. */
function sourceOf(value) {
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return `[${value.map(sourceOf)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  return `{${Object.entries(value).map(([key, one]) => `[${JSON.stringify(key)}]:${sourceOf(one)}`)}}`;
}

module.exports = { packagePolicy };
