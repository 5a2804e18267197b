import { delegationText } from "./delegation/delegation.ts";
import type { Refusal } from "./refusal.ts";
import { durationText, momentText, namesText, standingWords } from "./texts.ts";
import { plannedText } from "./timing/moment-text.ts";

/** The refusal as the person who met it reads it: what is the matter, and what they can do. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case "unknown-request":
      return `There is no request ${refusal.requestId}. \`list\` shows what waits for a decision, \`list mine\` what you asked for.`;
    case "self-approval":
      return "You asked for this yourself, so somebody else has to approve it.";
    case "not-an-approver":
      return refusal.groups.length > 0
        ? `Only members of ${listed(refusal.groups)} can decide this request.`
        : "Only those who were asked can decide this request.";
    case "already-decided":
      return `You have already ${refusal.decision === "approve" ? "approved" : "rejected"} this request. Each person counts once.`;
    case "seat-taken": {
      const did = refusal.decision === "approve" ? "approved" : "rejected";
      return refusal.isOwn
        ? `${refusal.by} has already ${did} this for you. Each of you counts once.`
        : `${refusal.by} has already ${did} this, and you would decide for nobody else. Each of you counts once.`;
    }
    case "no-start-left":
      return `Approved so, it could never start (${refusal.limits}${refusal.why === "" ? "" : `; ${refusal.why}`}). Leave it more time, or reject it.`;
    case "unlimitable":
      return "Only what is done to a database can be limited in time. Approve it as it is, or reject it.";
    case "too-late":
      return `It is too late for that: not after ${momentText(refusal.at)}.`;
    case "nothing-to-review":
      return "Only what was done in an emergency, by `break-glass`, is reviewed.";
    case "self-review":
      return "You have done this yourself, so others have to review it.";
    case "not-a-reviewer":
      return "The policy names others to review what is done in an emergency.";
    case "already-reviewed":
      return `You have already ${refusal.verdict === "confirm" ? "confirmed" : "objected to"} this. Each person counts once.`;
    case "review-complete":
      return "The review of this is complete.";
    case "objection-reason-required":
      return "Say what you object to: it stands in the record.";
    case "no-break-glass":
      return refusal.groups.length === 0
        ? "The policy has no break-glass, so nothing runs without its approvals. Ask for it in the ordinary way."
        : `Only members of ${listed(refusal.groups)} can break the glass. Ask for it in the ordinary way.`;
    case "no-analytics":
      return `The analytics are for members of ${listed(refusal.groups)}.`;
    case "incident-required":
      return "Name the incident: `incident=INC-123`. The reviewers look it up.";
    case "unknown-template":
      return refusal.known.length === 0
        ? "The policy has no templates."
        : `"${refusal.template}" is no template. There are: ${refusal.known.join(", ")}.`;
    case "template-elsewhere":
      return `The template ${refusal.template} is for ${listed(refusal.environments)} only.`;
    case "not-your-template":
      return `The template ${refusal.template} is for members of ${listed(refusal.groups)} only.`;
    case "delegation-to-self":
      return "Name somebody else: you decide for yourself anyway.";
    case "already-delegated":
      return `${delegationText(refusal.delegation)} already. \`undelegate\` ends that.`;
    case "delegation-chain":
      return refusal.isOwn
        ? `${delegationText(refusal.delegation)}, and that cannot be passed on. \`undelegate ${refusal.delegation.of.id}\` gives it back.`
        : `${refusal.delegation.of.name} is away: ${delegationText(refusal.delegation)}. Name somebody who is there.`;
    case "delegation-vetoed":
      return `The policy wants the members of ${listed(refusal.groups)} to decide in person, so nobody can decide for you.`;
    case "nothing-to-delegate":
      return "You are in none of the policy's groups, so there is nothing that somebody could decide for you.";
    case "unfit-delegate":
      return `${refusal.name} is in none of the policy's groups, so cannot decide for you. Name somebody who is, or have the policy's owner add them.`;
    case "unknown-colleague":
      return `${refusal.typed} is nobody whom Countersign knows here. Name a full member of your company, by a mention or a mail address.`;
    case "too-many-delegations":
      return "There are too many delegations. Those that are over make room.";
    case "no-delegation":
      return "There is no such delegation. `delegations` shows who decides for whom.";
    case "already-resolved":
      return `This request ${standingWords[refusal.status].join(" already ")} (${isPart(refusal.by) ? "" : `${refusal.by}, `}${momentText(refusal.at)}).`;
    case "expired":
      return `This request expired ${momentText(refusal.at)}. Ask again if it is still needed.`;
    case "changed-since-seen":
      return "The request has changed since you saw it. Look at the card again, then decide.";
    case "reason-required":
      return "Say why you reject it, so that the requester knows what to change.";
    case "override-reason-required":
      return "As an owner you decide this alone, before those who were asked. Say why: it stands in the record.";
    case "denied":
      return `The policy does not allow this: ${refusal.reason} (rule ${refusal.rule}).`;
    case "text-too-long":
      return `The ${refusal.field} is too long: ${refusal.limit} characters at most.`;
    case "not-yours-to-cancel":
      return refusal.isDecided
        ? `Only ${refusal.requester}, who asked for it, and its approvers can cancel this request.`
        : `Only ${refusal.requester}, who asked for it, can cancel this request. Its approvers can reject it.`;
    case "not-due":
      return `It is too early for that: not before ${momentText(refusal.at)}.`;
    case "wrong-status":
      return `A request that ${standingWords[refusal.status].join(" ")} cannot be ${refusal.action}.`;
    case "unknown-operation":
      return `"${refusal.operation}" is not an operation. There are: ${refusal.known.join(", ")}.`;
    case "unknown-instance":
      return `There is no instance "${refusal.instanceId}".${
        refusal.similar.length > 0 ? ` Did you mean ${refusal.similar.join(", ")}?` : ""
      } A new instance appears here within a quarter of an hour.`;
    case "ambiguous-instance":
      return `There are ${refusal.names.length} instances named "${refusal.instanceId}". Say which one is meant, by its full name: ${listed(refusal.names)}.`;
    case "nothing-selected":
      return `${refusal.selection === "" ? "No instance is named" : `No instance matches \`${refusal.selection}\``}. Say names with commas between them, a pattern with asterisks, or a tag such as \`tag:team=payments\`. A new instance appears here within a quarter of an hour.`;
    case "too-many-instances":
      return `These are ${refusal.count} instances, and one request takes ${refusal.limit} at most${
        refusal.environment === undefined ? "" : ` in ${refusal.environment}`
      }. Ask for fewer at a time.`;
    case "mixed-environments":
      return `These instances are of different environments: ${refusal.environments
        .map(({ name, instances }) => `${name} (${namesText(instances, 5)})`)
        .join(", ")}. Ask for each environment alone: who must agree goes by it.`;
    case "part-of-bulk":
      return `This is one instance of ${refusal.bulk}, approved with it: it cannot be decided or cancelled by itself.`;
    case "invalid-parameters":
      return refusal.issues.map(({ parameter, message }) => `${parameter}: ${message}`).join("\n");
    case "frozen":
      return `Nothing of the kind starts before ${plannedText(refusal.until)}, as the freeze ${refusal.freeze} lasts until then${
        refusal.reason === "" ? "" : ` (${refusal.reason})`
      }. Ask for a time after it.`;
    case "start-elsewhere":
      return `By the policy this starts in ${refusal.windows.join(" and ")} only. Leave out when it shall start, or name a moment in there.`;
    case "never-starts":
      return `This could never start: ${refusal.why}.`;
    case "not-revertible":
      return `This request cannot be reverted: ${refusal.why}.`;
    case "justification-required":
      return "Say why it is needed: the approvers read it. For example: ... because the migration starts at ten.";
    case "nobody-can-approve":
      if (refusal.oneFromEach) {
        return `Nobody can approve this: it needs a different person from each of ${refusal.oneFromEach.join(", ")}, and without you there are not enough. The policy's owner can change that.`;
      }
      return `Nobody can approve this: it needs ${count(refusal.needed, "approval")} from ${listed(refusal.groups)}, and without you ${
        refusal.eligible === 0 ? "nobody is" : `only ${count(refusal.eligible, "person is", "people are")}`
      } left there. The policy's owner can change that.`;
    case "unknown-person":
      return `Countersign does not know you here: ${refusal.why}`;
    case "preflight-recent":
      return `The pre-flight was read, or asked for, a moment ago. You can refresh it in ${durationText(refusal.seconds)}.`;
    case "needs-approval":
      return `In ${refusal.environment} ${
        refusal.approvals > 0
          ? `this needs ${count(refusal.approvals, "approval")} from ${listed(refusal.groups)}`
          : "there is no self-service"
      }, so nothing was done. Ask for it in chat: ${
        refusal.command === undefined ? "`/rds-request` opens the form." : `\`${refusal.command}\``
      }`;
    case "key-used":
      return `This Idempotency-Key or correlation_id belongs to ${refusal.requestId}, which asked for something else. Take a new one for a new request.`;
    case "unknown-link":
      return "This link is not valid.";
    case "outdated-link":
      return "The request has changed since this link was sent, so it no longer counts. Take the link in the newest mail, or decide in chat.";
    case "locked-link":
      return "The name was typed wrong too often, so this link no longer counts. Decide in chat instead.";
    case "stale-form":
      return "This page was open for too long. Nothing was decided: read it again, then send it.";
    case "unknown-webhook":
      return `There is no webhook ${refusal.webhookId}.`;
    case "too-many-webhooks":
      return `There are ${refusal.limit} webhooks already, and that is the limit. Delete one that is not needed any more.`;
    case "webhook-exists":
      return `There is ${refusal.webhookId} already. Rotate its secret instead of making it anew.`;
    case "webhook-disabled":
      return `${refusal.webhookId} is disabled: ${refusal.reason}. Enable it first.`;
    case "nothing-to-resend":
      return "There is nothing to send again: no such event of this request, or none that was given up.";
    case "no-request-webhooks":
      return "Nobody has made the secret that signs what goes to a webhook_url. An operator can: countersign webhook create --for-requests.";
    case "unconfirmed":
      return `Nothing was decided yet. Type the last ${refusal.length === 1 ? "character" : `${refusal.length} characters`} of the name of the ${refusal.what}, as it stands above.`;
  }
  refusal satisfies never;
}

/** One of the tool's own parts, whose name says nothing to a reader. */
function isPart(by: string): boolean {
  return by.startsWith("system:");
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : names.join();
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
