import { revokeKey } from "@/lib/access/api-keys";
import { now } from "@/lib/clock";
import { endKey } from "@/lib/contracts/desk/keys";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  endKey,
  async ({ input, staff, address }) => {
    if (await revokeKey(input.id, { by: staff, address, now: now() })) return { body: { done: true } };
    throw new Problem("not_found", "No active key has this ID.");
  },
);
