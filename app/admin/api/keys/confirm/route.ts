import { confirmKey } from "@/lib/access/api-keys";
import { now } from "@/lib/clock";
import { confirmKey as contract } from "@/lib/contracts/desk/keys";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input, staff, address }) => {
    await confirmKey(input.id, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
