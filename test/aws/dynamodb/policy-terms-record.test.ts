import { expect, test } from "vitest";
import { fromRequestRecord } from "../../../src/aws/dynamodb/from-request-record.ts";
import { toRequestRecord } from "../../../src/aws/dynamodb/to-request-record.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { remind } from "../../../src/core/transitions/remind.ts";
import {
  accepted,
  approval,
  ben,
  cleo,
  dora,
  hoursLater,
  otto,
  pending,
} from "../../core/sample-requests.ts";

test("whatever the policy gave a request, and what came of it, is read as it was written", () => {
  const request = pending({
    oneFromEach: [{ group: "dba", members: [ben.id, cleo.id] }],
    level: 2,
    owners: [otto.id],
    escalation: [{ afterSeconds: 7200, groups: ["leads"], approvers: [dora.id] }],
    reminders: { afterSeconds: 3600, backOff: 1.5, atMost: 3 },
    quietHours: {
      window: { days: ["sat", "sun"], from: "00:00", to: "24:00", time_zone: "Europe/Berlin" },
      hold: ["reminders", "expiry"],
    },
    uncertainRules: [{ rule: "payments", why: "No such key: team" }],
  });
  const reminded = accepted(remind(request, hoursLater(1))).request;
  const escalated = accepted(escalate(reminded, hoursLater(2))).request;
  const override = approval(otto, { comment: "The site is down." });
  const overridden = accepted(decide(escalated, override, hoursLater(3))).request;

  const stored: unknown = JSON.parse(JSON.stringify(toRequestRecord(overridden)));

  expect(fromRequestRecord(stored)).toEqual(overridden);
  expect(overridden).toMatchObject({ escalationsTaken: 1, remindersOver: 1, overriddenBy: otto });
});

test("a request that passed by itself keeps the rule that let it", () => {
  const passed = pending({ approvals: 0, autoApprovedBy: "own-sandboxes", approvalsPassedOver: 2 });

  const stored: unknown = JSON.parse(JSON.stringify(toRequestRecord(passed)));

  expect(fromRequestRecord(stored)).toEqual(passed);
});
