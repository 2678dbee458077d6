"use client";

import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { randomId } from "@/components/random-id";
import type { Refundable } from "@/lib/desk/read/refundable";
import { majorUnits } from "@/lib/money";
import { useSend } from "../use-send";
import type { RefundTyped } from "./refund-fields";
import { type ChosenLines, type RefundLine, restockOf, sumOfLines } from "./refund-lines";

/** The items that staff choose to refund: they fill in the amount, and go back in stock once it is refunded. */
export function useRefundItems(
  of: Refundable,
  order: string,
  lines: RefundLine[],
  form: UseFormReturn<RefundTyped>,
) {
  const [chosen, setChosen] = useState<ChosenLines>({});
  const [restocks, setRestocks] = useState(true);
  const [isWaiting, setWaiting] = useState(false);
  const { send, trouble } = useSend("/admin/api/orders/restock");
  const toRestock = restocks ? restockOf(lines, chosen) : [];
  const choose = (next: ChosenLines, isRestocking: boolean) => {
    setChosen(next);
    setRestocks(isRestocking);
    const { amount, taxFree } = sumOfLines(lines, next, { amount: of.left, taxFree: of.taxFreeLeft });
    const typed = (minor: number) => (amount > 0 ? majorUnits({ amount: minor, currency: of.currency }) : "");
    form.setValue("amount", typed(amount));
    form.setValue("taxFree", of.taxFreeLeft > 0 ? typed(taxFree) : "");
  };
  /** The goods of a refund that waits, or may still be declined, are not for sale again. */
  const end = async (isRefunded: boolean) => {
    setChosen({});
    setWaiting(!isRefunded && toRestock.length > 0);
    if (isRefunded && toRestock.length > 0)
      await send({ order, lines: toRestock }, () => {}, { idempotencyKey: randomId() });
  };
  const named = toRestock.map(({ sku, quantity }) => ({
    name: lines.find((line) => line.sku === sku)?.name ?? sku,
    quantity,
  }));
  return { chosen, restocks, choose, end, toRestock: named, isWaiting, trouble };
}
