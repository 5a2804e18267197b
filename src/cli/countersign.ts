#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// A monitoring system calls it again and again. Beside the packages, where only who installs them may write.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/compiled"));
const { runCommandLine } = await import("./run-command-line.ts");
runCommandLine(process.argv.slice(2));
