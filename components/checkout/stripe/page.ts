import { call } from "../../api";
import { leavingPart, type Prepare } from "../gateway-part";
import { untilAnswered } from "./until-answered";

const prepare: Prepare = async ({ order_number, back = "/cart" }, waits) => {
  const page = await untilAnswered(
    () =>
      call("POST /payments/stripe/checkout", {
        order_number,
        success_url: `${location.origin}/success`,
        cancel_url: `${location.origin}${back}`,
      }),
    ({ url }) => url,
    waits,
  );
  return page.ok ? { ok: true, open: async () => location.assign(page.value) } : page;
};

/** Stripe's own page. The sheet needs nothing from Stripe for it. */
export const stripePage = leavingPart(prepare);
