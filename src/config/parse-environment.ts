import type { z } from "zod";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment does not say what this function needs. Names the variables, never their values. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Throws a `ConfigError` that names each variable that is missing or wrong. */
export function parseEnvironment<Settings>(schema: z.ZodType<Settings>, environment: Environment): Settings {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new ConfigError(`The environment is not complete. ${problems.join("; ")}`);
}
