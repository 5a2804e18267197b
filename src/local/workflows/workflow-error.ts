/** An error of a state, by the name that `Retry` and `Catch` know it under. */
export class WorkflowError extends Error {
  override readonly name = "WorkflowError";
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** States.ALL is any, States.TaskFailed any but a time-out, and a missed heartbeat is a time-out too. */
export function isMeant(names: readonly string[], { error }: WorkflowError): boolean {
  const isTimeout = error === "States.Timeout" || error === "States.HeartbeatTimeout";
  return names.some(
    (name) =>
      name === error ||
      name === "States.ALL" ||
      (name === "States.TaskFailed" && !isTimeout) ||
      (name === "States.Timeout" && isTimeout),
  );
}
