import { makeKey } from "@/lib/access/api-keys";
import { now } from "@/lib/clock";
import { addKey } from "@/lib/contracts/desk/keys";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  addKey,
  async ({ input, staff, address }) => {
    const caps = input.caps && { perOrder: input.caps.per_order, perDay: input.caps.per_day };
    const { key, row } = await makeKey({ ...input, caps }, { by: staff, address, now: now() });
    return { body: { id: row.id, key, awaits_manager: row.awaitsManager } };
  },
);
