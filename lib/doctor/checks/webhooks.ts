import { lastNewsAt } from "@/db/inbox";
import { db } from "@/db/store";
import { traitsOf } from "../../gateways/all-traits";
import { env } from "../../settings/env";
import { type Check, daysSince, pass, warn } from "../finding";

/** When each gateway's last webhook came. Neither lets anybody ask it for one; one that was paid shows it. */
export const webhooks: Check = {
  name: "webhooks",
  async run() {
    const { appUrl, toss, stripe } = env();
    const used = [
      ...(Object.keys(toss.pairs).length > 0 ? (["toss"] as const) : []),
      ...(stripe.keys ? (["stripe"] as const) : []),
    ];
    return Promise.all(
      used.map(async (gateway) => {
        const at = await lastNewsAt(db, gateway);
        const name = traitsOf(gateway).label;
        return at
          ? pass("webhook_came", { gateway: name, days: daysSince(at) })
          : warn("webhook_never", { gateway: name, url: `${appUrl}/webhooks/${gateway}` });
      }),
    );
  },
};
