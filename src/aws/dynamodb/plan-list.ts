import type { RequestFilter } from "../../app/ports/request-store.ts";
import { type Status, statuses } from "../../core/request.ts";
import { inTenant } from "./in-tenant.ts";
import { partKind, tenantStatusOf } from "./to-request-record.ts";

/** How DynamoDB is asked for a list: the same query for each partition. */
export interface ListQuery {
  readonly index: string;
  /** The index's partition key. */
  readonly attribute: string;
  readonly partitions: readonly string[];
  readonly condition: string;
  /** What no key can ask for. */
  readonly residual: string | undefined;
  readonly names: Record<string, string>;
  readonly values: Record<string, string>;
}

/**
 * The index that narrows a list the most: an instance's, a requester's, or that of the statuses, and the rest as a filter on
 * what is read. The instances of a bulk request are in no list but their instances' own.
 */
export function planList(tenant: string, filter: RequestFilter): ListQuery {
  const { from, to } = filter;
  const { index, attribute, partitions, ...narrowed } = partitionsOf(tenant, filter);
  const residuals = [...narrowed.residuals, ...residualsOf(filter)];
  const times = { ...(from && { ":from": from.toISOString() }), ...(to && { ":to": to.toISOString() }) };
  const range =
    from && to
      ? ["requested_at BETWEEN :from AND :to"]
      : from
        ? ["requested_at >= :from"]
        : to
          ? ["requested_at <= :to"]
          : [];
  return {
    index,
    attribute,
    partitions,
    condition: ["#partition = :partition", ...range].join(" AND "),
    residual: residuals.length > 0 ? residuals.map(({ text }) => text).join(" AND ") : undefined,
    names: { "#partition": attribute, ...Object.assign({}, ...residuals.map(({ names }) => names)) },
    values: { ...times, ...Object.assign({}, ...residuals.map(({ values }) => values)) },
  };
}

interface Residual {
  readonly text: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

function partitionsOf(tenant: string, { statuses: asked, requester, instanceId }: RequestFilter) {
  const wanted = asked && withStatuses(asked);
  if (instanceId !== undefined) {
    return {
      index: "instance-index",
      attribute: "tenant_instance",
      partitions: [inTenant(tenant, instanceId)],
      residuals: [
        ...(wanted ? [wanted] : []),
        ...(requester ? [{ text: "requested_by = :requester", values: { ":requester": requester } }] : []),
      ],
    };
  }
  if (requester !== undefined) {
    return {
      index: "requester-index",
      attribute: "tenant_requester",
      partitions: [inTenant(tenant, requester)],
      residuals: [withoutParts, ...(wanted ? [wanted] : [])],
    };
  }
  return {
    index: "status-index",
    attribute: "tenant_status",
    partitions: [...new Set(asked ?? statuses)].map((status) => tenantStatusOf(tenant, status)),
    residuals: [withoutParts],
  };
}

/** What every index carries and none is keyed by. */
function residualsOf({ environment, operation }: RequestFilter): readonly Residual[] {
  return [
    ...(environment === undefined
      ? []
      : [{ text: "environment = :environment", values: { ":environment": environment } }]),
    ...(operation === undefined
      ? []
      : [{ text: "operation_type = :operation", values: { ":operation": operation } }]),
  ];
}

const withoutParts: Residual = { text: "intent_kind <> :part", values: { ":part": partKind } };

function withStatuses(asked: readonly Status[]): Residual {
  const values = Object.fromEntries(asked.map((status, index) => [`:status${index}`, status] as const));
  // `status` is a word of DynamoDB's own.
  return { text: `#status IN (${Object.keys(values).join(", ")})`, names: { "#status": "status" }, values };
}
