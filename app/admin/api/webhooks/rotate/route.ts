import { now } from "@/lib/clock";
import { rotateWebhook } from "@/lib/contracts/desk/webhooks";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { rotateSecret } from "@/lib/webhooks/endpoints";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  rotateWebhook,
  async ({ input, staff, address }) => {
    return { body: { secret: await rotateSecret(input.id, { by: staff, address, now: now() }) } };
  },
);
