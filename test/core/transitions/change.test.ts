import { describe, expect, test } from "vitest";
import { change } from "../../../src/core/transitions/change.ts";
import { ben, hoursLater, pending } from "../sample-requests.ts";

const at = hoursLater(1);

describe("change", () => {
  test("counts the version and links its event to the chain", () => {
    const from = pending();

    const { request, event } = change(from, from, { kind: "refused", by: ben.id, at });

    expect(request.version).toBe(from.version + 1);
    expect(event).toMatchObject({ sequence: 2, previousHash: from.chainEnd.hash, details: {} });
    expect(request.chainEnd).toStrictEqual({ sequence: 2, hash: event.hash });
  });

  test("notes a new status in the history, and the same one not again", () => {
    const from = pending();

    const moved = change(from, { ...from, status: "cancelled" }, { kind: "cancelled", by: ben.id, at });
    const stayed = change(from, from, { kind: "refused", by: ben.id, at });

    expect(moved.request.statusHistory.at(-1)).toStrictEqual({ status: "cancelled", at, by: ben.id });
    expect(stayed.request.statusHistory).toBe(from.statusHistory);
  });
});
