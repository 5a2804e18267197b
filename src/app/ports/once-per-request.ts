/** Does the work for a request once in a queue's batch: whoever asks for it again shares how the first ended. */
export type OncePerRequest = (requestId: string, work: () => Promise<void>) => Promise<void>;
