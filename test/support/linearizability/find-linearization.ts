/** One call as it was seen from outside. Whoever got no answer cannot say whether it took effect, then or at any later time. */
export interface Operation<Input, Output> {
  readonly input: Input;
  readonly beganAt: number;
  readonly answer: { readonly output: Output; readonly at: number } | undefined;
}

/** What would be right if there was one call at a time. */
export interface Sequential<State, Input, Output> {
  readonly initial: State;
  apply(state: State, input: Input): { readonly state: State; readonly output: Output };
  /** Whether this is what was answered. */
  isSame(expected: Output, seen: Output): boolean;
  /** The same for states that answer alike to whatever comes. */
  keyOf(state: State): string;
}

/**
 * An order of the operations in which each takes effect at one moment between its call and its answer, and every answer is that of
 * the sequential object; nothing where there is none, and the history is not linearizable. Calls without an answer may be left out.
 * The search of Wing and Gong, with Lowe's memory of what was tried (https://doi.org/10.1002/cpe.3928): for small histories, up to
 * some thirty operations.
 */
export function findLinearization<State, Input, Output>(
  { initial, apply, isSame, keyOf }: Sequential<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
): readonly Operation<Input, Output>[] | undefined {
  const tried = new Set<string>();
  return orderFrom(initial, history);

  function orderFrom(
    state: State,
    left: readonly Operation<Input, Output>[],
  ): readonly Operation<Input, Output>[] | undefined {
    if (left.every(({ answer }) => answer === undefined)) return [];
    const key = `${left.map((one) => history.indexOf(one)).join()} ${keyOf(state)}`;
    if (tried.has(key)) return undefined;
    tried.add(key);
    const firstAnswer = Math.min(...left.map(({ answer }) => answer?.at ?? Number.POSITIVE_INFINITY));
    for (const next of left) {
      // Another one was answered before this one was called.
      if (next.beganAt > firstAnswer) continue;
      const applied = apply(state, next.input);
      if (next.answer && !isSame(applied.output, next.answer.output)) continue;
      const rest = orderFrom(
        applied.state,
        left.filter((one) => one !== next),
      );
      if (rest) return [next, ...rest];
    }
    return undefined;
  }
}
