import type { Refusal } from "../errors";
import { card } from "./card";
import type { Choice } from "./choices";
import { easyPay } from "./easy-pay";
import type { Method } from "./method";
import { mobilePhone } from "./mobile-phone";
import { transfer } from "./transfer";
import { virtualAccount } from "./virtual-account";
import type { Wish } from "./wishes";

export const methods: Record<Choice["method"], Method<Choice, Wish>> = {
  CARD: card,
  TRANSFER: transfer,
  MOBILE_PHONE: mobilePhone,
  EASY_PAY: easyPay,
  VIRTUAL_ACCOUNT: virtualAccount,
};

export function choose(wish: Wish, amount: number, now: number): Choice | Refusal {
  return methods[wish.method].choose(wish, amount, now);
}
