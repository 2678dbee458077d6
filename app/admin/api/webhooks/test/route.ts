import { now } from "@/lib/clock";
import { testWebhook } from "@/lib/contracts/desk/webhooks";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { testEndpoint } from "@/lib/webhooks/endpoints";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  testWebhook,
  async ({ input, staff, address }) => {
    await testEndpoint(input.id, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
