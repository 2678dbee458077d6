import { z } from "zod";
import { arrivals } from "./arrivals";
import { operation } from "./operation";
import { Instant, MinorUnits, OrderNumber, typed } from "./orders";
import { refundAccount } from "./refund-account";

/**
 * What asking to cancel an order would do now. cancel: nothing is paid, and it ends. refund: all of it goes back at once.
 * ask: the shop answers.
 */
export const cancelWays = ["no", "cancel", "refund", "ask"] as const;

export const cancelRequestStates = ["asked", "granted", "declined"] as const;

export const Arrival = z
  .object({
    kind: z
      .enum(arrivals)
      .describe(
        "card_reversed: the charge is undone, and never billed. account_paid: its bank has paid it. " +
          "phone_bill: it comes off the bill",
      ),
    by: z.iso
      .date()
      .nullable()
      .describe(
        "The last day in Korea by which it is usual; public holidays may add to it. Null until it is done",
      ),
  })
  .meta({ id: "Arrival" });

export const CancelRequest = z
  .object({
    state: z
      .enum(cancelRequestStates)
      .describe(
        "asked: the shop has not answered. granted: the order has ended unpaid, or all that was paid goes back. declined: the shop said no",
      ),
    reason: z.string().describe("In the shopper's words"),
    answer: z.string().nullable().describe("The shop's words, where it said no"),
    asked_at: Instant,
    decided_at: Instant.nullable(),
  })
  .meta({ id: "CancelRequest" });

export const Cancellation = z
  .object({
    way: z
      .enum(cancelWays)
      .describe(
        "What POST /orders/cancel-request would do now. cancel: nothing is paid, and the order ends. refund: all that was paid goes back at once. ask: the shop answers",
      ),
    goes_back: z
      .object({ amount: MinorUnits, expected: Arrival })
      .nullable()
      .describe("What the shopper would have back, and when"),
    request: CancelRequest.nullable().describe("What was asked last"),
  })
  .meta({ id: "Cancellation" });

/** The longest reason that a shopper gives, in characters. */
export const maxCancelReason = 150;

export const requestCancel = operation({
  method: "POST",
  path: "/orders/cancel-request",
  summary: "Ask for an order to be canceled, or cancel it at once where the shop lets its shoppers",
  caller: "owner",
  input: z.strictObject({
    order_number: OrderNumber,
    reason: typed(maxCancelReason).describe("Why, in the shopper's words"),
    refund_account: z
      .strictObject(refundAccount)
      .optional()
      .describe(
        "Where a deposit goes back to, if it goes back at once; without it the shopper is asked for one. Not kept otherwise",
      ),
  }),
  reply: z
    .object({
      order_number: OrderNumber,
      outcome: z
        .enum(["asked", "refunding", "refunded", "canceling", "canceled"])
        .describe(
          "asked: the shop answers. refunding: all that was paid is on its way back, or waits for an account. canceling: the gateway is told that nothing is to be paid any more",
        ),
      request: CancelRequest,
    })
    .meta({ id: "CancelAnswer" }),
  status: 200,
  mayBeUnknown: true,
  problems: [
    "order_not_found",
    "letter_required",
    "cancel_not_possible",
    "payment_in_progress",
    "too_many_requests",
  ],
});
