import type { Session } from "../entities/session";
import type { MethodType } from "../methods/types";
import { problemsWith, readExpiry, testCardEntered } from "../pages/card-form";
import type { Filled, Wrong } from "../pages/checkout-form";
import type { Submission } from "../verbs/submit-checkout";

const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function emptyForm(session: Session, offers: readonly MethodType[]): Filled {
  return {
    email: session.customerEmail ?? "",
    method: offers[0] ?? "card",
    number: "",
    expiry: "",
    cvc: "",
    cardName: "",
    holder: "",
    account: "",
  };
}

/** The posted form; the method defaults to the first offer if none was chosen or it is unknown. */
export function readForm(form: Record<string, unknown>, offers: readonly MethodType[]): Filled {
  const textOf = (field: string) => {
    const value = form[field];
    return typeof value === "string" ? value.trim() : "";
  };
  return {
    email: textOf("email"),
    method: offers.find((offer) => offer === form.method) ?? offers[0] ?? "card",
    number: textOf("number"),
    expiry: textOf("expiry"),
    cvc: textOf("cvc"),
    cardName: textOf("cardName"),
    holder: textOf("holder"),
    account: textOf("account"),
  };
}

/** Fills in a test card; a name already entered stays. */
export function withTestCard(filled: Filled, number: string, buyer: string): Filled {
  return { ...filled, method: "card", ...testCardEntered(number), cardName: filled.cardName || buyer };
}

export function check(filled: Filled, today: Date): Wrong {
  const { email, method, cardName, holder } = filled;
  const wrong: Wrong = emailPattern.test(email) ? {} : { email: true };
  if (method === "us_bank_account") return holder === "" ? { ...wrong, holder: true } : wrong;
  const problems = problemsWith(filled, today);
  if (Object.keys(problems).length > 0) wrong.card = problems;
  if (cardName === "") wrong.cardName = true;
  return wrong;
}

export function submissionOf(filled: Filled): Submission {
  const { email, method, cardName, holder, account, number, expiry, cvc } = filled;
  if (method === "us_bank_account") {
    return { email, name: holder, method: "bank_debit", ...(account !== "" && { account }) };
  }
  const { month, year } = readExpiry(expiry);
  const card = { number: number.replace(/[\s-]/g, ""), expMonth: month, expYear: year, cvc, name: cardName };
  return { email, name: cardName, method: "card", card };
}
