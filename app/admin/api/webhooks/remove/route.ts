import { now } from "@/lib/clock";
import { removeWebhook } from "@/lib/contracts/desk/webhooks";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { removeEndpoint } from "@/lib/webhooks/endpoints";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  removeWebhook,
  async ({ input, staff, address }) => {
    await removeEndpoint(input.id, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
