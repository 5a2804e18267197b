/** The tables' names of one stage; `infra/tables.yml` makes them. */
export interface TableNames {
  readonly requests: string;
  readonly auditLog: string;
  readonly tokens: string;
  readonly deliveries: string;
  readonly inventory: string;
  readonly webhooks: string;
  readonly webhookDeliveries: string;
  readonly questionReviews: string;
  readonly apiKeys: string;
}

export function tableNamesOf(stage: string): TableNames {
  return {
    requests: `rds-approvals-${stage}`,
    auditLog: `rds-audit-log-${stage}`,
    tokens: `rds-approval-tokens-${stage}`,
    deliveries: `rds-deliveries-${stage}`,
    inventory: `rds-inventory-${stage}`,
    webhooks: `rds-webhooks-${stage}`,
    webhookDeliveries: `rds-webhook-deliveries-${stage}`,
    questionReviews: `question-reviews-${stage}`,
    apiKeys: `rds-api-keys-${stage}`,
  };
}
