import { randomText } from "../kit/text";

const account = "EmuLatorTwo1";

/** The part that the ids of one payment's objects have in common. */
export function newStem(): string {
  return `3${randomText(5)}${account.slice(0, 10)}`;
}

export function stemOf(id: string): string {
  const [, rest = ""] = id.split("_");
  return rest.slice(0, 16);
}

export function paymentId(prefix: "pi" | "ch" | "py" | "re" | "txn" | "evt", stem: string): string {
  return `${prefix}_${stem}${randomText(1, "0123")}${randomText(7)}`;
}

export function newId(prefix: "pm" | "evt" | "du" | "li" | "price" | "prod" | "we" | "po" | "txn"): string {
  return `${prefix}_1${randomText(5)}${account.slice(0, 10)}${randomText(8)}`;
}

export function newSessionId(): string {
  return `cs_test_a1${randomText(56)}`;
}

export function newClientSecret(intentId: string): string {
  return `${intentId}_secret_${randomText(25)}`;
}
