/** The value of `expires_on`, from which DynamoDB deletes an item some time later: seconds since 1970. */
export function daysAfter(moment: Date, days: number): number {
  return secondsOf(moment) + days * 86_400;
}

export function secondsOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
