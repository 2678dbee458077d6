import { keepChainKey } from "@/db/chain-key";
import { env } from "../../settings/env";
import { type Check, type Finding, fail, pass, warn } from "../finding";

/** Whether the shop has configured secrets, and whether the data they encrypted can be read. */
export const secrets: Check = {
  name: "secrets",
  async run() {
    const { sessionSecrets, refundAccountKeys } = env();
    const found: Finding[] = [];
    if (sessionSecrets.length === 0) found.push(warn("secret_missing"));
    if (sessionSecrets.length > 1 || refundAccountKeys.length > 1) found.push(warn("secrets_several"));
    if (refundAccountKeys.length === 0) found.push(warn("refund_key_missing"));
    if ((await keepChainKey()) === "unreadable") found.push(fail("chain_unreadable"));
    return found.length > 0 ? found : pass("secrets_good");
  },
};
