import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { makeKmsClient, readPublicKey } from "../../aws/kms/signer.ts";
import type { PollerLog } from "../../onprem/poller/handle-decision.ts";
import { type RunningPoller, startPoller } from "../../onprem/poller/start-poller.ts";
import { acmePeople } from "../parts/workspace.ts";

interface OnPremisesOptions {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly decisionsUrl: string;
  readonly reportsUrl: string;
  readonly log: PollerLog;
}

const stopWithinMs = 2000;

/** What is harmless enough to be run by everybody who clicks Approve. */
const sampleAction = `#!/bin/sh
echo "progress: 20 % Stopping $1"; sleep 2
echo "progress: 60 % Starting $1"; sleep 2
echo "progress: 90 % Looking whether $1 answers"; sleep 2
echo "$1 is up again (this is a sample: nothing was touched)"
`;

/**
 * The sample premises: configuration files of a trigger and a poller in the data folder, and the poller itself, in this process.
 * Returns the trigger's configuration file, which a command line in another terminal can use.
 */
export async function startOnPremises(
  options: OnPremisesOptions,
): Promise<{ readonly triggerFile: string; stop(): Promise<void> }> {
  const { environment, log } = options;
  const folder = join(options.dataFolder, "on-premises");
  await mkdir(folder, { recursive: true });
  const inFolder = (name: string) => join(folder, name);
  const variables = Object.entries(environment).filter(([name]) =>
    /^AWS_(ENDPOINT|ACCESS|SECRET|REGION)/.test(name),
  );
  const keyId = environment.DECISION_KEY_ID ?? "";
  const kms = makeKmsClient();
  await writeFile(inFolder("decisions.pem"), await readPublicKey(kms, keyId).finally(() => kms.destroy()));
  await writeFile(inFolder("aws.env"), variables.map(([name, value]) => `${name}=${value}\n`).join(""), {
    mode: 0o600,
  });
  await writeFile(inFolder("restart-service.sh"), sampleAction);
  await chmod(inFolder("restart-service.sh"), 0o755);
  const common = { region: environment.AWS_REGION, env_file: "aws.env" };
  const stage = environment.STAGE ?? "local";
  const poller = {
    ...common,
    poller: "machine-room-1",
    decisions: options.decisionsUrl,
    reports: options.reportsUrl,
    claims: `rds-approvals-${stage}`,
    public_key: "decisions.pem",
    state: "state",
    visibility: "10s",
    actions: {
      restart_service: {
        command: [inFolder("restart-service.sh"), "{parameters.unit}"],
        allow: { unit: "[a-z0-9][a-z0-9@-]*" },
        timeout: "60s",
      },
    },
  };
  const trigger = {
    ...common,
    stage,
    tenant: environment.TENANT ?? "default",
    requester: acmePeople.dana.email,
    policy: resolve(environment.POLICY_FILE ?? "infra/policy.yaml"),
  };
  await writeFile(inFolder("poller.yaml"), stringify(poller));
  await writeFile(inFolder("trigger.yaml"), stringify(trigger));
  const running: RunningPoller = await startPoller(inFolder("poller.yaml"), { log });
  return { triggerFile: inFolder("trigger.yaml"), stop: () => running.stop(stopWithinMs) };
}
