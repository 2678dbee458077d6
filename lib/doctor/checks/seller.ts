import { env } from "../../settings/env";
import { shop } from "../../shop/shop";
import { type Check, fail, pass } from "../finding";

/** What the details of the seller say until a shop replaces them with its own. */
const placeholders = [
  "홍길동",
  "Gildong Hong",
  "투트랙 상점",
  "000-00-00000",
  "제0000-",
  "02-000-0000",
  "@example.com",
];

/** Whether a shop with live keys says who sells, in its footer, terms and emails. */
export const seller: Check = {
  name: "seller",
  run: async () => (env().live ? judge(await shop()) : undefined),
};

/** Which details are placeholders. Pure. */
export function judge(details: object) {
  const names = Object.entries(details)
    .filter(([, value]) => placeholders.some((text) => JSON.stringify(value).includes(text)))
    .map(([name]) => name);
  return names.length > 0 ? fail("seller_placeholder", { names: names.join(", ") }) : pass("seller_own");
}
