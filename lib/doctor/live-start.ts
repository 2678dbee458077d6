import { log } from "../log";
import { goods } from "./checks/goods";
import { seller } from "./checks/seller";
import type { Check, Said } from "./finding";

/** What a start with live keys warns about. The shop starts anyway: its owner may be filling the shelf. */
const warnings: Partial<Record<Said, string>> = {
  goods_none: "the shop has live keys and no products",
  goods_demo: "the shop sells the demo's products for real money: npm run doctor",
  seller_placeholder: "the seller's details are still a sample: enter them at the desk under Shop",
};

/** With live keys, warns if the shop has no products of its own or does not say who sells. */
export async function tellUnfinished(): Promise<void> {
  for (const check of [goods, seller]) await tell(check);
}

async function tell({ name, run }: Check) {
  // An unreachable database is reported elsewhere.
  const found = [(await run(new AbortController().signal).catch(() => undefined)) ?? []].flat();
  for (const { says, with: named } of found) {
    const words = warnings[says];
    if (words) log.warn({ check: name, ...named }, words);
  }
}
