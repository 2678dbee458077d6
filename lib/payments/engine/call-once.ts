import type { Call, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import { now, waitAtMost } from "../../clock";
import { type KeyedRequest, once } from "../../http/idempotency";
import { askNow } from "./ask";
import { release } from "./lease";
import { currentPayment } from "./wait";

type Claimed = { payment: Payment; call: Call };

/**
 * Writes a call that is leased to this worker, once per idempotency key, and sends it. Returns the payment as it is then,
 * after `waitMs` milliseconds at most; the call continues after that. Throws what `claim` throws, and
 * `idempotency_key_reused`.
 */
export async function callOnce(
  { keyed, waitMs }: { keyed?: KeyedRequest | undefined; waitMs: number },
  claim: (tx: Tx, at: Date) => Promise<Claimed>,
): Promise<{ payment: Payment; replayed: boolean }> {
  const at = now();
  const { made, replayed } = await once<{ payment: Payment; call?: Call }>(
    keyed,
    at,
    async (tx) => {
      const claimed = await claim(tx, at);
      return { id: claimed.payment.id, made: claimed };
    },
    async (id) => ({ payment: await currentPayment(id) }),
  );
  const { payment, call } = made;
  if (call) await waitAtMost(waitMs, send(call, payment));
  return { payment: await currentPayment(payment.id), replayed };
}

async function send(call: Call, payment: Payment) {
  await askNow(call, payment);
  await release(call.id);
}
