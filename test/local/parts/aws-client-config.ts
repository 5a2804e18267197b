/** What every AWS client needs to speak to a part: one attempt, so that a refusal shows as what it is. */
export function awsClientConfig(endpoint: string) {
  return {
    endpoint,
    region: "eu-central-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  } as const;
}
