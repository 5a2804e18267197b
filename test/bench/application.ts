import { join } from "node:path";
import { openSlackSecrets } from "../../src/local/parts/slack-secrets.ts";
import { preferredPort } from "../../src/local/port-plan.ts";
import { startLocalRds } from "../../src/local/rds/local-rds.ts";
import { findPortBlock } from "../local/port-block.ts";
import { startProgram } from "./program.ts";

export type ApplicationUnderTest = Awaited<ReturnType<typeof startApplicationUnderTest>>;

/**
 * What `npm start` starts, on free ports and an empty folder. Its RDS alone is another one, a thousand times faster, so that
 * the operations of earlier rounds are over soon. The environment says where the Teams is that it speaks to, as none is started beside
 * another RDS.
 */
export async function startApplicationUnderTest(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const dataFolder = join(folder, "application");
  const [port = 0] = await findPortBlock();
  const rds = await startLocalRds({ speed: 1000 });
  const program = await startProgram(
    [process.execPath, "src/local/start.ts"],
    { ...environment, COUNTERSIGN_DATA: dataFolder, PORT: String(port), AWS_ENDPOINT_URL_RDS: rds.url },
    /Chat +(http\S+).*Ctrl-C/s,
  );
  const stop = async () => {
    await program.stop();
    await rds.stop();
  };
  const [chatUrl] = program.found;
  if (chatUrl !== at(port)) {
    await stop();
    throw new Error(`the ports after ${port} were taken meanwhile: start the benchmark again`);
  }
  return {
    chatUrl,
    botUrl: at(preferredPort(port, "bot")),
    dynamoDbUrl: at(preferredPort(port, "tables")),
    secrets: await openSlackSecrets(dataFolder),
    stop,
  };
}

function at(port: number): string {
  return `http://127.0.0.1:${port}`;
}
