/** What functions are given of the deployment, as far as their start needs it; nobody answers there. */
export const functionEnvironment = {
  POLICY_FILE: "infra/policy.yaml",
  EVENTS_TOPIC_ARN: "arn:aws:sns:eu-central-1:000000000000:events",
  RUN_QUEUE_URL: "http://127.0.0.1:9/run",
  DECISION_QUEUE_URL: "http://127.0.0.1:9/decisions",
  DECISION_KEY_ID: "DecisionKey",
  SECRETS_KEY_ID: "SecretsKey",
  SEAL_KEY_ID: "SealKey",
  SEAL_BUCKET: "seals",
  ARCHIVE_BUCKET: "archive",
  WEBHOOK_ATTEMPTS_QUEUE_URL: "http://127.0.0.1:9/attempts",
  WEBHOOK_DEAD_LETTERS_URL: "http://127.0.0.1:9/dead",
  QUESTION_REVIEW_ARN: "arn:aws:states:eu-central-1:000000000000:stateMachine:question-review",
  AWS_REGION: "eu-central-1",
} as const;
