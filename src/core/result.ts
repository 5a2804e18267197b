/** The outcome of something that may be refused: a value, or an expected "no". */
export type Result<Value, Refused> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Refused };

export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

export function err<Refused>(error: Refused): Result<never, Refused> {
  return { ok: false, error };
}
