import { db } from "@/db/store";
import { readStored, sheetOf } from "../../shop/shop";
import { assertMay, type Staff } from "../staff/permissions";

/** What managers said about the shop, as it is now, and its version. Throws `forbidden`. */
export async function shopAtDesk(by: Staff) {
  assertMay(by, "shop:write");
  const { sheet, version, logo } = await readStored(db);
  return { sheet: sheetOf(sheet), version, logo };
}
