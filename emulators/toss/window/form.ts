import type { Refusal } from "../errors";
import { refuse } from "../errors";
import { choose } from "../methods";
import type { Choice } from "../methods/choices";
import { Wish } from "../methods/wishes";
import type { Payment } from "../payment";

type Asked = {
  must: readonly string[];
  may: readonly string[];
  /** Asked again although chosen: the shop names its customer, but someone else may pay. */
  anew?: string;
};

/** What the window asks for each method; what the shop's page chose is not asked again. */
const asked: Record<Wish["method"], Asked> = {
  CARD: { must: ["company"], may: ["installmentMonths", "testCard", "instantDiscount", "cardPoints"] },
  TRANSFER: { must: ["bank"], may: ["cashReceipt", "outcome"] },
  MOBILE_PHONE: { must: ["carrier", "phone"], may: ["outcome"] },
  EASY_PAY: { must: ["source"], may: ["company", "installmentMonths", "points", "outcome"] },
  VIRTUAL_ACCOUNT: { must: ["bank", "customerName"], may: ["cashReceipt", "outcome"], anew: "customerName" },
};

type Form = Record<string, unknown>;

/** The buyer's complete choice, from the form and from what was chosen before. */
export function readChoice({ wish, amount }: Payment, form: Form, now: number): Choice | Refusal {
  const { must, may, anew } = asked[wish.method];
  const entered = [...must, ...may].map((field) => [field, entryOf(form, field)] as const);
  const chosen = Object.entries(wish).filter(([, value]) => value !== null && value !== undefined);
  const whole = { ...Object.fromEntries(entered), ...Object.fromEntries(chosen) };
  if (anew) whole[anew] = entryOf(form, anew) ?? whole[anew];
  if (must.some((field) => whole[field] === undefined)) return refuse("INVALID_REQUIRED_PARAM");
  const parsed = Wish.safeParse(whole);
  return parsed.success ? choose(parsed.data, amount, now) : refuse("INVALID_REQUEST");
}

function entryOf(form: Form, field: string): unknown {
  switch (field) {
    case "instantDiscount":
    case "cardPoints":
      return form[field] === "on" ? true : undefined;
    case "installmentMonths":
      return numberOf(form.installmentMonths);
    case "points":
      return form.source === "points" ? numberOf(form.points) : undefined;
    case "cashReceipt": {
      const type = textOf(form.cashReceiptType);
      return type && { type, registrationNumber: textOf(form.registrationNumber) };
    }
    default:
      return textOf(form[field]);
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function numberOf(value: unknown): number | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : Number(text);
}
