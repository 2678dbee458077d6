import { shelfProducts } from "@/db/products";
import { isDemoProduct } from "@/db/seed";
import { db } from "@/db/store";
import { env } from "../../settings/env";
import { type Check, fail, pass } from "../finding";

/** Whether a shop with live keys has products, and none that came with the demo. */
export const goods: Check = {
  name: "goods",
  async run() {
    if (!env().live) return undefined;
    const shelf = await shelfProducts(db);
    if (shelf.length === 0) return fail("goods_none");
    const demo = shelf.filter(isDemoProduct).length;
    return demo > 0 ? fail("goods_demo", { count: demo }) : pass("goods_own", { count: shelf.length });
  },
};
