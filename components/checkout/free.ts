import { leavingPart, type Prepare } from "./gateway-part";

/** An order that costs nothing is placed as it is made; whatever is left to say is on its own page. */
const prepare: Prepare = async ({ order_number }) => ({
  ok: true,
  open: async () => location.assign(`/orders/${order_number}`),
});

/** What takes the place of a gateway where there is nothing to pay. */
export const freePart = leavingPart(prepare);
