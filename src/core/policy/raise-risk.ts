import { type Risk, risks } from "../risk.ts";

/** How many must agree to what is of this risk; rules can ask for more. */
export const approvalsFor = { low: 0, medium: 1, high: 2 } as const satisfies Record<Risk, number>;

const above = { low: "medium", medium: "high", high: "high" } as const satisfies Record<Risk, Risk>;

/** The risk, or the claimed one where that is higher. */
export function higherRisk(risk: Risk, claimed: Risk | undefined): Risk {
  return claimed !== undefined && risks.indexOf(claimed) > risks.indexOf(risk) ? claimed : risk;
}

export interface RaisedRisk {
  readonly risk: Risk;
  /** Empty where the risk is as it was. */
  readonly raisedBy: readonly string[];
}

/** The risk one level higher, once for all reasons together; as it was without any, or where there is none higher. */
export function raiseRisk(risk: Risk, reasons: readonly string[]): RaisedRisk {
  const raised = reasons.length > 0 ? above[risk] : risk;
  return { risk: raised, raisedBy: raised === risk ? [] : reasons };
}
