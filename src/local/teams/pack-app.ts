import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { AppPackageError, makeAppPackage } from "./app-package.ts";

const usage = `npm run teams:pack -- --app-id ID --domain HOST [--to FILE]   writes the app's zip for Teams

ID is the bot's Microsoft app id, HOST the name that people's browsers reach Countersign by: countersign.acme.example.
FILE is countersign-teams.zip when left out.`;

async function packApp(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "app-id": { type: "string" },
      domain: { type: "string" },
      to: { type: "string", default: "countersign-teams.zip" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return say(usage);
  const { "app-id": appId, domain, to } = values;
  if (appId === undefined || domain === undefined) throw new AppPackageError(usage);
  const zip = await makeAppPackage({ appId, domain });
  await writeFile(to, zip);
  say(
    `${resolve(to)}\nUpload it in the Teams admin center, or for yourself under Apps → Manage your apps → Upload an app.`,
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

packApp().catch((error: unknown) => {
  const isBadArgument = error instanceof TypeError && "code" in error;
  const isExplained = error instanceof AppPackageError || (error instanceof Error && "syscall" in error);
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    isBadArgument ? `${error.message}\n\n${usage}\n` : `${isExplained ? error.message : stack}\n`,
  );
  process.exitCode = 1;
});
