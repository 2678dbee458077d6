import { lastNewsAt } from "@/db/inbox";
import { db } from "@/db/store";
import { traitsOf } from "../../gateways/all-traits";
import { env } from "../../settings/env";
import { gatewaysOfShop } from "../../settings/gateways";
import { type Check, daysSince, pass, warn } from "../finding";

/** When each gateway's last webhook arrived. Neither can send one on request; a payment shows whether they arrive. */
export const webhooks: Check = {
  name: "webhooks",
  async run() {
    return Promise.all(
      gatewaysOfShop().map(async (gateway) => {
        const at = await lastNewsAt(db, gateway);
        const name = traitsOf(gateway).label;
        return at
          ? pass("webhook_came", { gateway: name, days: daysSince(at) })
          : warn("webhook_never", { gateway: name, url: `${env().appUrl}/webhooks/${gateway}` });
      }),
    );
  },
};
