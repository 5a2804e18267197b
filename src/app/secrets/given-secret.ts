import type { Secret, SecretVersions } from "../ports/secret.ts";

/** A secret that was given as such, and stays as it is for as long as the process lives; nothing where none was. */
export function givenSecret<Value>(value: Value | undefined): Secret<Value> {
  const versions = value === undefined ? undefined : { current: value, previous: undefined };
  return { read: async () => versions, readAnew: async () => versions };
}

/** The same secret as another shape. Throws what `map` throws, at each reading. */
export function mapSecret<Value, Mapped>(
  secret: Secret<Value>,
  map: (value: Value) => Mapped,
): Secret<Mapped> {
  const mapped = (versions: SecretVersions<Value> | undefined) =>
    versions && {
      current: map(versions.current),
      previous: versions.previous === undefined ? undefined : map(versions.previous),
    };
  return {
    read: async () => mapped(await secret.read()),
    readAnew: async () => mapped(await secret.readAnew()),
  };
}
