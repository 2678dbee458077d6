import { isLoopback } from "../../loopback";
import { env } from "../../settings/env";
import { type Check, pass, warn } from "../finding";

/** The shop's public address. With live keys, the start itself refuses what is only a warning here. */
export const address: Check = {
  name: "address",
  run: async () => {
    const { appUrl } = env();
    if (isLoopback(new URL(appUrl).hostname)) return warn("address_own", { address: appUrl });
    return appUrl.startsWith("https:") ? pass("address_good", { address: appUrl }) : warn("address_clear");
  },
};
