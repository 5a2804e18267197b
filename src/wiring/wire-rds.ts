import { makeCloudWatchClients, makeCloudWatchMetrics } from "../aws/cloudwatch/metrics.ts";
import { makeRdsClients } from "../aws/rds/rds-clients.ts";
import { makeRdsDetails } from "../aws/rds/rds-details.ts";
import { makeRdsGateway } from "../aws/rds/rds-gateway.ts";
import { makeAccountAccess } from "../aws/sts/account-access.ts";
import { makeAssumeRole, makeStsClient } from "../aws/sts/assume-role.ts";
import type { Config } from "../config.ts";
import { wirePolicy } from "../wiring.ts";

/** RDS in every account of the policy, each change with the rights of a session of its own. */
export function wireRds(config: Config) {
  return makeRdsGateway(makeRdsClients({}, undefined, wireAccess(config)));
}

/** Within these times an approver still waits for a card to be filled in. */
const preflightWaits = { connectionMilliseconds: 1000, requestMilliseconds: 3000 } as const;

export function wirePreflightSources(config: Config) {
  const access = wireAccess(config);
  return {
    rdsDetails: makeRdsDetails(makeRdsClients({}, preflightWaits, access)),
    metrics: makeCloudWatchMetrics(makeCloudWatchClients({}, access)),
    sourceMilliseconds: 8000,
  };
}

function wireAccess(config: Config) {
  const { rds, functionName } = config;
  return makeAccountAccess(makeAssumeRole(makeStsClient()), {
    accounts: wirePolicy(config).accounts,
    ownOperatorRole: rds.operatorRoleArn,
    externalId: rds.externalId,
    sessionName: functionName,
  });
}
