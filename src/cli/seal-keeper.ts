import type { SealKeeper } from "../app/audit/sealed-day.ts";
import { makeKmsClient, readPublicKey } from "../aws/kms/signer.ts";
import { type Config, required } from "../config.ts";
import { isSignedBySome } from "../core/audit/seal.ts";
import { parsePublicKey } from "../core/public-key.ts";
import { readTextFile } from "../onprem/read-config-file.ts";
import { wireSealArchive } from "../wiring/wire-archives.ts";

/** The archive, and the keys that its seals are checked with: those of the files, or the one that signs today. */
export async function openSealKeeper(config: Config, keyFiles: readonly string[]): Promise<SealKeeper> {
  return { archive: wireSealArchive(config), isOurs: await openSealCheck(config.seals.keyId, keyFiles) };
}

/** Whether a seal is by one of the keys of the files; without any, by the one that signs today, which KMS is asked for. */
export async function openSealCheck(
  keyId: string | undefined,
  keyFiles: readonly string[],
): Promise<SealKeeper["isOurs"]> {
  const pems =
    keyFiles.length > 0 ? keyFiles.map((file) => readTextFile(file, file)) : [await readTodays(keyId)];
  const keys = pems.map(parsePublicKey);
  return (sealed) => isSignedBySome(keys, sealed);
}

async function readTodays(keyId: string | undefined): Promise<string> {
  const kms = makeKmsClient();
  return readPublicKey(kms, required(keyId, "SEAL_KEY_ID")).finally(() => kms.destroy());
}
