import { now } from "@/lib/clock";
import { saveShopAtDesk } from "@/lib/contracts/desk/shop";
import { saveShop } from "@/lib/desk/acts/shop";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  saveShopAtDesk,
  async ({ input: { version, ...sheet }, staff, address }) => {
    await saveShop(sheet, version, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
