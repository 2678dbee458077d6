import { answerOfConfirm } from "@/lib/answers/payment";
import { now } from "@/lib/clock";
import { issueVirtualAccount as contract } from "@/lib/contracts/toss";
import { endpoint } from "@/lib/http/http";
import { replayHeader } from "@/lib/http/idempotency";
import { openedFrom } from "@/lib/limits/declines";
import { limitAccounts } from "@/lib/orders/limits";
import { ownOrderForWriting } from "@/lib/orders/own";
import { callerWaitMs } from "@/lib/payments/engine/wait";
import { issueVirtualAccount } from "@/lib/payments/toss/issue";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    await limitAccounts(order, headers);
    const wish = {
      bank: input.bank,
      customerName: input.customer_name,
      dueAt: input.due_date === undefined ? undefined : new Date(input.due_date),
      validHours: input.valid_hours,
      cashReceipt: input.cash_receipt && {
        type: input.cash_receipt.type,
        registrationNumber: input.cash_receipt.registration_number,
      },
      openedFrom: await openedFrom(headers),
      keyed: keyed(order.id),
      waitMs: callerWaitMs,
    };
    const { payment, replayed } = await issueVirtualAccount(order, wish, now());
    const answer = await answerOfConfirm(payment);
    return { ...answer, headers: [...(answer.headers ?? []), ...replayHeader(replayed)] };
  },
);
