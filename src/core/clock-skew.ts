/**
 * How far the clocks of two machines may be apart, either way, in seconds: what Slack and the Bot Framework allow as well. Whatever
 * compares a moment that another machine has told with its own clock allows for it.
 */
export const mostClockSkewSeconds = 300;
