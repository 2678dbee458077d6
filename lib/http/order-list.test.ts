import { expect, test } from "vitest";
import { GET as listOrders } from "@/app/orders/route";
import { makeKey } from "../access/api-keys";
import { now } from "../clock";

test.each(["0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])(
  "a time that not every database can hold is refused: %s",
  async (at) => {
    const { key } = await makeKey({ name: "Shop", scopes: ["orders:read"] }, { by: "operator", now: now() });
    for (const field of ["created_from", "created_before"]) {
      const query = new URLSearchParams({ [field]: at });
      const answer = await listOrders(
        new Request(`http://localhost:3000/orders?${query}`, { headers: { authorization: `Bearer ${key}` } }),
      );
      expect(await answer.json()).toMatchObject({ code: "invalid_request", errors: [{ field }] });
    }
  },
);
