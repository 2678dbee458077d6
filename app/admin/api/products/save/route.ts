import { now } from "@/lib/clock";
import { saveProductAtDesk } from "@/lib/contracts/desk/products";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { saveProduct } from "@/lib/products/save";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  saveProductAtDesk,
  async ({ input: { stock_before, ...sheet }, staff, address }) => {
    await saveProduct(sheet, stock_before, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
