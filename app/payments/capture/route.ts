import { keyFor } from "@/lib/access/api-keys";
import { answerOfCaptureByKey } from "@/lib/answers/capture";
import { capturePayment as contract } from "@/lib/contracts/captures";
import { callerOf } from "@/lib/http/caller";
import { endpoint, needsKey } from "@/lib/http/http";
import { limitCaptures } from "@/lib/orders/limits";
import { captureByNumber } from "@/lib/payments/capture/capture-by-number";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const key = await keyFor("captures:write", headers);
    await limitCaptures(key.id);
    const captured = await captureByNumber(input.order_number, {
      amount: input.amount,
      actor: `key:${key.id}`,
      address: callerOf(headers),
      keyed: needsKey(keyed(key.id)),
    });
    return answerOfCaptureByKey(captured);
  },
);
