import assert from "node:assert/strict";
import { type ModuleSource, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { plants } from "./plants.ts";

const { MODEL_PLANT: name = "" } = process.env;
const edits = plants[name];
assert(edits, `there is no plant "${name}"`);

// Who has seen enough ends this process, and with it what it has started.
process.once("SIGTERM", () => process.exit());

/** With `node --import`: whatever is loaded from now on has the fault in it. Nothing is written to the disk. */
registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const own = edits.filter(({ file }) => url === pathToFileURL(file).href);
    if (own.length === 0) return loaded;
    const source = own.reduce((text, { file, from, to }) => {
      assert.equal(text.split(from).length, 2, `${file} has not, once: ${from}`);
      return text.replace(from, to);
    }, textOf(loaded.source));
    return { ...loaded, source };
  },
});

function textOf(source: ModuleSource | null | undefined): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source ?? undefined);
}
