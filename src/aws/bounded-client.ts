/** How long a call may take, and how often it is tried; the SDK's own defaults wait without end. */
export interface ClientBounds {
  readonly attempts: number;
  readonly connectionMilliseconds: number;
  readonly requestMilliseconds: number;
}

/** The part of any SDK client's configuration that keeps its calls within bounds. */
export function boundedClient({ attempts, connectionMilliseconds, requestMilliseconds }: ClientBounds) {
  return {
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectionMilliseconds,
      requestTimeout: requestMilliseconds,
      // Without it the SDK only logs that the time is over, and waits on.
      throwOnRequestTimeout: true,
    },
  } as const;
}
