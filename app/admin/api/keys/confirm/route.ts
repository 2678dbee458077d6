import { confirmKey } from "@/lib/admin/api-keys";
import { deskEndpoint } from "@/lib/admin/endpoint";
import { now } from "@/lib/clock";
import { confirmKey as contract } from "@/lib/contracts/desk/keys";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input, staff, address }) => {
    await confirmKey(input.id, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
