import { now } from "@/lib/clock";
import { addWebhook } from "@/lib/contracts/desk/webhooks";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { addEndpoint } from "@/lib/webhooks/endpoints";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  addWebhook,
  async ({ input, staff, address }) => {
    return { body: await addEndpoint(input, { by: staff, address, now: now() }) };
  },
);
