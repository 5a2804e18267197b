/** Does the work for a request once in a queue's batch: whoever asks for it again shares its success, and tries itself after a failure. */
export type OncePerRequest = (requestId: string, work: () => Promise<void>) => Promise<void>;
