/**
 * For what comes after several leases, one after the other, and after messages that a lost answer has doubled. A round takes some ten
 * seconds of the processor, of which a busy machine gives little.
 */
export const longestWaitMs = 300_000;
