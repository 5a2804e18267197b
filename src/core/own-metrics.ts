/** The namespace in CloudWatch. */
export const metricNamespace = "Countersign";

type MetricUnit = "Count" | "Seconds" | "Milliseconds" | "Percent";

/**
 * By what a metric can be told apart, besides the stage. Each has few values, as every one makes a metric that is paid for; and no
 * person and no database is among them, as whoever may read metrics need not know who asked for what.
 */
type MetricDimension = "Operation" | "Environment" | "Kind" | "Surface" | "Webhook";

export interface OwnMetric {
  readonly unit: MetricUnit;
  /** Measured for the stage as a whole, and once more by each of these alone. */
  readonly by: readonly MetricDimension[];
  /** What one value means. */
  readonly when: string;
}

/** Everything that Countersign measures of itself. Alarms, the dashboard and `docs/metrics.md` go by this list alone. */
export const ownMetrics = {
  RequestsCreated: {
    unit: "Count",
    by: ["Operation", "Environment"],
    when: "somebody asked for something",
  },
  RequestsApproved: {
    unit: "Count",
    by: ["Operation"],
    when: "a request was approved, by people or the policy",
  },
  RequestsRejected: { unit: "Count", by: ["Operation"], when: "a request was rejected" },
  RequestsCancelled: { unit: "Count", by: ["Operation"], when: "a request was withdrawn" },
  RequestsExpired: {
    unit: "Count",
    by: ["Operation"],
    when: "a request's time was over before its decision or start",
  },
  AutoApproved: { unit: "Count", by: ["Operation"], when: "the policy approved a request at birth" },
  ApprovedByHand: { unit: "Count", by: ["Operation"], when: "people approved a request" },
  EmergenciesDeclared: { unit: "Count", by: [], when: "a request went past its approvers as an emergency" },
  TimeToDecision: {
    unit: "Seconds",
    by: ["Operation"],
    when: "people approved or rejected: since they were asked",
  },
  Escalations: { unit: "Count", by: [], when: "a step of escalation was taken" },
  EscalationsFailed: {
    unit: "Count",
    by: [],
    when: "a step of escalation called nobody, or an escalated request could not be delivered somewhere",
  },
  RunsSucceeded: { unit: "Count", by: ["Operation"], when: "a run ended well" },
  RunsFailed: { unit: "Count", by: ["Operation"], when: "a run failed, other than by its time" },
  RunsTimedOut: { unit: "Count", by: ["Operation"], when: "a run's time was over" },
  RunDuration: { unit: "Seconds", by: ["Operation"], when: "a run ended: since its claim" },
  ProductionBlocked: {
    unit: "Count",
    by: ["Operation"],
    when: "something on production was refused: self-service where people have to agree, or denied by the policy",
  },
  PolicyDenied: { unit: "Count", by: ["Operation"], when: "a rule of the policy denied a request" },
  BudgetRefused: { unit: "Count", by: [], when: "the rule that denied it looks at the cost" },
  CapabilityViolations: {
    unit: "Count",
    by: ["Kind"],
    when: "somebody tried what they may not: approve their own, decide for others, use an unknown link, exceed a role",
  },
  CostDrift: {
    unit: "Percent",
    by: [],
    when: "a run is done: how far its monthly cost is from the estimate, of the estimate",
  },
  DeliveriesFailed: {
    unit: "Count",
    by: ["Surface"],
    when: "a card or mail could not be delivered to a place",
  },
  WebhookLatency: { unit: "Milliseconds", by: ["Webhook"], when: "a webhook was called: until its answer" },
  WebhookDelivered: {
    unit: "Count",
    by: ["Webhook"],
    when: "a webhook was called: 1 where it took the event",
  },
  WebhookFailed: {
    unit: "Count",
    by: ["Webhook"],
    when: "a webhook was called: 1 where it did not take the event",
  },
  WebhookGivenUp: {
    unit: "Count",
    by: ["Webhook"],
    when: "a webhook was called: 1 where that was the last attempt",
  },
  OutboxLag: {
    unit: "Milliseconds",
    by: [],
    when: "events were published: the longest of them since its commit",
  },
  OpenRequests: { unit: "Count", by: [], when: "each minute: requests that wait for a decision" },
  OldestOpenSeconds: {
    unit: "Seconds",
    by: [],
    when: "each minute: for how long the oldest of them has been waiting; 0 where none is",
  },
  PollerSilentSeconds: {
    unit: "Seconds",
    by: [],
    when: "each minute: since a poller was last heard of; nothing where none ever was",
  },
  ActivePeople: { unit: "Count", by: [], when: "each hour: people who have acted since midnight UTC" },
  PolicyChanged: {
    unit: "Count",
    by: [],
    when: "a new process of `schedule` began: 1 where the policy or a setting is not the one before",
  },
} as const satisfies Readonly<Record<string, OwnMetric>>;

export type OwnMetricName = keyof typeof ownMetrics;

export const ownMetricNames = Object.keys(ownMetrics).filter(isOwnMetric);

function isOwnMetric(name: string): name is OwnMetricName {
  return Object.hasOwn(ownMetrics, name);
}

/** What one thing that happened adds to metrics. */
export interface Measurement {
  readonly values: Readonly<Partial<Record<OwnMetricName, number>>>;
  /** Each metric takes those that it goes by, and leaves the others. */
  readonly dimensions: Readonly<Partial<Record<MetricDimension, string>>>;
}
