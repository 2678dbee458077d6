"use client";

import { useState } from "react";
import { randomId } from "@/components/random-id";
import type { Courier } from "@/lib/contracts/couriers";
import { callDesk, type DeskTrouble } from "../api";

export type ToShip = { id: string; number: string; trackingNumber: string };

/** What became of one order. `unanswered`: its money is still being captured. */
export type ShipResult = { number: string; is: "shipped" | "unanswered" | DeskTrouble };

/**
 * Ships orders one after another, each as if it were shipped on its own page: what is refused stays as it was, and the
 * others go on. Pressing again after a lost connection repeats nothing, because a shipped order stays shipped.
 */
export function useShipping(courier: Courier | undefined) {
  const [results, setResults] = useState<ShipResult[]>([]);
  const [left, setLeft] = useState(0);
  const shipAll = async (orders: ToShip[]) => {
    setResults([]);
    setLeft(orders.length);
    for (const order of orders) {
      const result = await shipOne(order, courier);
      setResults((before) => [...before, result]);
      setLeft((before) => before - 1);
    }
  };
  return { shipAll, results, left };
}

async function shipOne(
  { id, number, trackingNumber }: ToShip,
  courier: Courier | undefined,
): Promise<ShipResult> {
  const answer = await callDesk(
    "/admin/api/orders/ship",
    {
      order: id,
      shipped: true,
      ...(courier && { courier }),
      ...(trackingNumber && { tracking_number: trackingNumber }),
    },
    { idempotencyKey: randomId() },
  );
  if (!answer.ok) return { number, is: answer.trouble };
  return { number, is: answer.status === 202 ? "unanswered" : "shipped" };
}
