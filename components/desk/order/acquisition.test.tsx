import { expect, test } from "vitest";
import type { Acquisition } from "@/lib/contracts/acquisition";
import type { Dossier } from "@/lib/desk/read/dossier";
import { haneul, jiwoo } from "@/testing/desk-people";
import { messages, paidByCard, read } from "@/testing/rendered";
import { AcquireSection } from "./acquire-section";
import { Facts } from "./facts";

/** An order as the desk reads it, with the fields that are shown here. */
const order = (acquirer: Dossier["acquirer"], acquisition: Acquisition | undefined, isSettled = false) => {
  const payment = paidByCard({ issuer: "61", number: "", installmentMonths: 0, acquisition });
  return {
    order: { currency: "KRW", customerName: "김민아" },
    items: [],
    acquirer,
    payments: [payment],
    toAcquire: isSettled ? [] : [payment],
    settled: new Set(isSettled ? [payment.id] : []),
    calls: [{ paymentId: "pay_1", kind: "acquire", state: "pending" }],
  } as unknown as Dossier;
};

const none = { email: "mina@example.com", rows: [], isMore: false };

test.each(["ko", "en"] as const)("the desk says how far a card payment's acquisition is, in %s", (locale) => {
  const words = messages[locale].deskOrder.facts.acquisitions;
  const facts = (...of: Parameters<typeof order>) =>
    read(locale, <Facts dossier={order(...of)} others={none} />);
  expect(facts("automatic", "ready")).toContain(words.by_itself);
  expect(facts("manual", "ready")).toContain(words.ready);
  for (const told of ["requested", "completed", "cancel_requested", "canceled"] as const)
    expect(facts("automatic", told)).toContain(words[told]);
  expect(facts("manual", "asked")).toContain(words.requested);
  expect(facts("manual", "ready", true)).toContain(words.completed);
  const silent = facts("manual", undefined);
  for (const word of Object.values(words)) expect(silent).not.toContain(word);
});

test.each(["ko", "en"] as const)("only who may request it reads of a request under way, in %s", (locale) => {
  const section = (staff: typeof jiwoo) =>
    read(locale, <AcquireSection dossier={order("manual", "ready")} staff={staff} />);
  expect(section(jiwoo)).toContain(messages[locale].deskOrder.acquire.wait);
  expect(section(haneul)).toBe("");
});
