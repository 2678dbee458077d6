import { now } from "@/lib/clock";
import { resendWebhook } from "@/lib/contracts/desk/webhooks";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { resendDelivery } from "@/lib/webhooks/endpoints";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  resendWebhook,
  async ({ input, staff, address }) => {
    await resendDelivery(input.message, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
