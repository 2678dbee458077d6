import { z } from "zod";
import { arrivals } from "./arrivals";
import { operation } from "./operation";
import { Instant, MinorUnits, OrderNumber, typed } from "./orders";
import { maxReason } from "./reason";
import { refundAccount } from "./refund-account";

/**
 * What a cancel request would do now. cancel: nothing was paid, and the order ends. refund: everything is refunded at
 * once. ask: the shop decides.
 */
export const cancelWays = ["no", "cancel", "refund", "ask"] as const;

export const cancelRequestStates = ["asked", "granted", "declined"] as const;

export const Arrival = z
  .object({
    kind: z
      .enum(arrivals)
      .describe(
        "card_reversed: the charge is reversed and never billed. account_paid: the bank has paid it out. " +
          "phone_bill: it is taken off the bill. arranged: the gateway no longer refunds the payment, so the shop " +
          "arranges it with the shopper",
      ),
    by: z.iso
      .date()
      .nullable()
      .describe(
        "The day in Korea by which it usually arrives; public holidays may delay it. Null until the refund is done",
      ),
  })
  .meta({ id: "Arrival" });

export const CancelRequest = z
  .object({
    state: z
      .enum(cancelRequestStates)
      .describe(
        "asked: the shop has not answered. granted: the order ended unpaid, or everything paid is refunded. declined: the shop declined",
      ),
    reason: z.string().describe("In the shopper's words"),
    answer: z.string().nullable().describe("The shop's reason, if it declined"),
    asked_at: Instant,
    decided_at: Instant.nullable(),
  })
  .meta({ id: "CancelRequest" });

export const Cancellation = z
  .object({
    way: z
      .enum(cancelWays)
      .describe(
        "What POST /orders/cancel-request would do now. no: cancellation is not possible. cancel: nothing was paid, and the order ends. refund: everything paid is refunded at once. ask: the shop decides",
      ),
    goes_back: z
      .object({ amount: MinorUnits, expected: Arrival })
      .nullable()
      .describe("What the shopper would get back, and when; for an authorized order, what the bank releases"),
    request: CancelRequest.nullable().describe("The latest request"),
  })
  .meta({ id: "Cancellation" });

export const requestCancel = operation({
  method: "POST",
  path: "/orders/cancel-request",
  summary: "Request cancellation of an order, or cancel it at once if the shop allows that",
  caller: "owner",
  input: z.strictObject({
    order_number: OrderNumber,
    reason: typed(maxReason).describe("Why, in the shopper's words"),
    refund_account: z
      .strictObject(refundAccount)
      .optional()
      .describe(
        "The bank account to refund a deposit to, if it is refunded at once. Without it, the shopper is asked for one. Not stored otherwise",
      ),
  }),
  reply: z
    .object({
      order_number: OrderNumber,
      outcome: z
        .enum(["asked", "refunding", "refunded", "canceling", "canceled"])
        .describe(
          "asked: the shop decides. refunding: everything paid is being refunded, or the refund is waiting for an account. canceling: the payment is being closed at the gateway",
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
