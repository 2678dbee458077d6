import { describe, expect, test } from "vitest";
import {
  accounts,
  auditActions,
  callKinds,
  callStates,
  eventKinds,
  mailKinds,
  transferCauses,
} from "@/db/schema";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

const codes = { events: eventKinds, calls: callKinds, states: callStates, letters: mailKinds } as const;
/** What a gateway takes or gives for the shop's account as a whole is in no order's history. */
const ofNoOrder: ReadonlySet<string> = new Set(["account_fee", "adjustment", "payout_failed", "adjustments"]);
const inOrders = (names: readonly string[]) => names.filter((name) => !ofNoOrder.has(name));
const ofBooks = { causes: inOrders(transferCauses), accounts: inOrders(accounts) } as const;

describe.each([
  ["Korean", ko],
  ["English", en],
])("at the desk in %s", (_, { deskOrder: { story }, deskActs }) => {
  const expected = Object.entries({ ...codes, ...ofBooks });

  test.each(expected)(
    "an order's history has words for all its %s, and none for hidden entries",
    (group, all) => {
      expect(Object.keys(story[group as keyof typeof codes]).sort()).toEqual([...all].sort());
    },
  );

  test("the audit log has words for every act", () => {
    expect(Object.keys(deskActs.actions).sort()).toEqual([...auditActions].sort());
  });
});
