/** The tables' names of one stage; `infra/tables.yml` makes them. */
export interface TableNames {
  readonly requests: string;
  readonly auditLog: string;
  readonly deliveries: string;
  readonly tokens: string;
  readonly inventory: string;
}

export function tableNamesOf(stage: string): TableNames {
  return {
    requests: `rds-approvals-${stage}`,
    auditLog: `rds-audit-log-${stage}`,
    deliveries: `rds-deliveries-${stage}`,
    tokens: `rds-approval-tokens-${stage}`,
    inventory: `rds-inventory-${stage}`,
  };
}
