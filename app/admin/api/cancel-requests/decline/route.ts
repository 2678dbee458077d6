import { now } from "@/lib/clock";
import { declineCancelAtDesk } from "@/lib/contracts/desk/order";
import { declineCancelRequest } from "@/lib/desk/acts/cancel-requests";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  declineCancelAtDesk,
  async ({ input: { request, answer }, staff, address }) => {
    await declineCancelRequest(staff, request, { answer, address }, now());
    return { body: { done: true } };
  },
);
