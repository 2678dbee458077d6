import { now } from "@/lib/clock";
import { switchWebhook } from "@/lib/contracts/desk/webhooks";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { switchEndpoint } from "@/lib/webhooks/endpoints";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  switchWebhook,
  async ({ input, staff, address }) => {
    await switchEndpoint(input.id, input.on, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
