import type { ProxiedCall } from "../proxied-call.ts";
import type { Service } from "./call-kind.ts";

export interface ErrorAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Each service's own word for "too much": what its SDK knows, and what the product must tell from a "no". */
const throttling: Readonly<Record<Service, { readonly code: string; readonly status: number }>> = {
  dynamodb: { code: "ProvisionedThroughputExceededException", status: 400 },
  messaging: { code: "RequestThrottled", status: 403 },
  rds: { code: "RequestLimitExceeded", status: 503 },
  sts: { code: "Throttling", status: 400 },
  ses: { code: "Throttling", status: 400 },
  kms: { code: "ThrottlingException", status: 400 },
  secrets: { code: "ThrottlingException", status: 400 },
  cloudwatch: { code: "ThrottlingException", status: 400 },
};

/** DynamoDB names no code of its own in a cancelled transaction, but one for each item. */
const reasonOfConflict = [{ Code: "TransactionConflict", Message: "Transaction is ongoing for the item" }];

/** As the service words an error in the protocol that the call came in: JSON, or the query protocol's XML. */
export function errorAnswer(
  fault: "throttle" | "fail-before" | "fail-after" | "conflict",
  service: Service,
  call: ProxiedCall,
  isJson: boolean,
): ErrorAnswer {
  if (fault === "conflict") {
    const items = itemsIn(call);
    const none = Array.from({ length: Math.max(0, items - 1) }, () => ({ Code: "None" }));
    return json(400, {
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      Message: "Transaction cancelled, please refer cancellation reasons for specific reasons",
      CancellationReasons: [...reasonOfConflict, ...none],
    });
  }
  const { code, status } =
    fault === "throttle"
      ? throttling[service]
      : { code: isJson ? "InternalServerError" : "InternalFailure", status: 500 };
  return isJson
    ? json(status, { __type: `aws#${code}`, message: "planned" })
    : {
        status,
        type: "text/xml",
        body: `<ErrorResponse><Error><Type>Receiver</Type><Code>${code}</Code><Message>planned</Message></Error><RequestId>planned</RequestId></ErrorResponse>`,
      };
}

function itemsIn({ request }: ProxiedCall): number {
  const { TransactItems } = JSON.parse(request) as { readonly TransactItems?: readonly unknown[] };
  return TransactItems?.length ?? 1;
}

function json(status: number, content: object): ErrorAnswer {
  return { status, type: "application/x-amz-json-1.0", body: JSON.stringify(content) };
}
