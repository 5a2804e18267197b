import { setTimeout as sleep } from "node:timers/promises";
import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import type { CancelRequest } from "../cancel-request.ts";
import type { Delivery, DeliveryStore } from "../ports/delivery-store.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { type Check, type Finding, fine, problem, skipped } from "./check.ts";
import { hasCounted, type TestRoutes, testAsker, testRequest } from "./test-request.ts";

/** A surface that a test goes through. */
export interface TestSurface {
  /** How the places of its deliveries begin. */
  readonly name: "slack" | "teams" | "email";
  readonly routes: TestRoutes;
  readonly approval: SignedApproval | UnsignedApproval;
  /** Whether what was posted is changed with the request. */
  readonly isKeptUpToDate: boolean;
}

/** An approval in the operator's name, by a call that is signed as the surface signs. Throws where it was not taken. */
interface SignedApproval {
  readonly kind: "signed";
  readonly approve: (request: ApprovalRequest) => Promise<void>;
}

/** Nobody here can sign as the surface does, so that an approval cannot be shown, but that one without a signature is refused. */
interface UnsignedApproval {
  readonly kind: "unsigned";
  /** Throws where it was not refused. */
  readonly seeRefused: (request: ApprovalRequest) => Promise<void>;
  /** Why it cannot be shown, and how somebody sees it. */
  readonly why: string;
}

export interface TestDependencies {
  readonly requests: RequestStore;
  readonly deliveries: Pick<DeliveryStore, "list">;
  readonly cancelRequest: CancelRequest;
  readonly tenant: string;
  readonly approver: PersonId;
  readonly now: () => Date;
  readonly newRequestId: () => RequestId;
  readonly newNonce: () => string;
}

const patienceMilliseconds = 45_000;
const pauseMilliseconds = 100;

/** Sends one surface a test, has it approved there, and cancels it, whatever came of it; tells how long each hop took. */
export function sendTest(deps: TestDependencies, surface: TestSurface): Check {
  const { requests, deliveries, cancelRequest, approver, now } = deps;
  return {
    name: `send ${surface.name}`,
    look: async () => {
      const id = deps.newRequestId();
      const hops: Finding[] = [];
      try {
        const asked = testRequest({ ...deps, id, nonce: deps.newNonce(), routes: surface.routes }, now());
        await hop(hops, "filed", () => requests.create(asked, `doctor-${id}`));
        await hop(hops, "posted", () => eventually(async () => (await posted(id)).length > 0));
        await approve(hops, asked.request);
        await hop(hops, "cancelled", () => cancel(id));
        if (surface.isKeptUpToDate) await hop(hops, "card shows that", () => upToDate(id));
      } catch {
        // The hop that failed has said so; what is left of the test must not wait for anybody.
        await cancel(id).catch(() => undefined);
      }
      return hops;
    },
  };

  async function approve(hops: Finding[], request: ApprovalRequest): Promise<void> {
    const { approval, isKeptUpToDate } = surface;
    const { id } = request;
    if (approval.kind === "unsigned") {
      await hop(hops, "unsigned approval refused", () => approval.seeRefused(request));
      hops.push(skipped("signed approval", approval.why));
      return;
    }
    await hop(hops, "signed approval taken", () => approval.approve(request));
    await hop(hops, "approval counted", () =>
      eventually(async () => hasCounted(await requests.find(id), approver)),
    );
    if (isKeptUpToDate) await hop(hops, "card shows it", () => upToDate(id));
  }

  async function posted(id: RequestId): Promise<readonly Delivery[]> {
    return (await deliveries.list(id)).filter(
      ({ place, reference }) => place.startsWith(`${surface.name}#`) && reference !== undefined,
    );
  }

  function upToDate(id: RequestId): Promise<void> {
    return eventually(async () => {
      const version = (await requests.find(id))?.version ?? 0;
      return (await posted(id)).some((delivery) => delivery.version >= version);
    });
  }

  async function cancel(id: RequestId): Promise<void> {
    const cancelled = await cancelRequest(id, { by: testAsker, surface: "api" });
    if (!cancelled.ok) throw new Error(`refused: ${cancelled.error.kind}`);
  }
}

async function hop(hops: Finding[], about: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  try {
    await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    hops.push(
      problem(about, why, "Look at the log of the function that does this, and at its queue's dead letters."),
    );
    throw error;
  }
  hops.push(fine(about, `after ${Math.round(performance.now() - begun)} ms`));
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMilliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not within ${patienceMilliseconds / 1000} s`);
    await sleep(pauseMilliseconds);
  }
}
