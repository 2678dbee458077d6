import type { DeliveryRules } from "../../kit/delivery/types";
import { randomText, seoulInstant } from "../../kit/text";
import { seconds } from "../../kit/time";

/** Source: docs.tosspayments.com/guides/v2/webhook */
export const deliveryRules: DeliveryRules = {
  retryAfterMinutes: [1, 4, 16, 64, 256, 1024, 4096],
  timeoutMs: seconds(10),
  accepted: (status) => status === 200,
  transmissionId: () => `whtrans_${randomText(27)}`,
  headers: ({ transmissionId, retried, now }) => ({
    "tosspayments-webhook-transmission-time": seoulInstant(now),
    "tosspayments-webhook-transmission-retried-count": String(retried),
    "tosspayments-webhook-transmission-id": transmissionId,
  }),
};
