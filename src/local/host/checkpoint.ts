import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

const positionSchema = z.object({ shardId: z.string(), sequenceNumber: z.string() });
const fileSchema = z.object({ streamArn: z.string(), position: positionSchema });

/** How far a stream was handed over: the last record that need not be handed over again. */
export type StreamPosition = Readonly<z.infer<typeof positionSchema>>;

export interface Checkpoint {
  /** Undefined when nothing was handed over yet, or what was came from another stream. */
  readonly read: () => Promise<StreamPosition | undefined>;
  readonly write: (position: StreamPosition) => Promise<void>;
}

/** Keeps a stream's position in a file that is replaced as a whole, so a crash leaves the old one or the new one. */
export function makeCheckpoint(file: string, streamArn: string): Checkpoint {
  return {
    read: async () => {
      const text = await readFile(file, "utf8").catch(undefinedIfMissing);
      if (text === undefined) return undefined;
      const saved = fileSchema.parse(JSON.parse(text));
      return saved.streamArn === streamArn ? saved.position : undefined;
    },
    write: async (position) => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.new`, JSON.stringify({ streamArn, position }), { flush: true });
      await rename(`${file}.new`, file);
    },
  };
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
