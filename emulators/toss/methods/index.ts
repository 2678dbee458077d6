import { z } from "zod";
import type { Refusal } from "../errors";
import type { Choice } from "../payment";
import { CardWish, card } from "./card";
import { EasyPayWish, easyPay } from "./easy-pay";
import type { Method } from "./method";
import { MobileWish, mobilePhone } from "./mobile-phone";
import { TransferWish, transfer } from "./transfer";
import { VirtualAccountWish, virtualAccount } from "./virtual-account";

/** What is known of a choice before the buyer has made it; the SDK sends it, and control routes do. */
export const Wish = z.discriminatedUnion("method", [
  CardWish,
  TransferWish,
  MobileWish,
  EasyPayWish,
  VirtualAccountWish,
]);

export type Wish = z.output<typeof Wish>;

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
