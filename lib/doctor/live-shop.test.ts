import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { products } from "@/db/schema";
import { seed } from "@/db/seed";
import { transaction } from "@/db/store";
import "@/testing/books";
import { log } from "../log";

import { env } from "../settings/env";
import { goods } from "./checks/goods";
import { judge, seller } from "./checks/seller";
import { tellUnfinished } from "./live-start";

const soap = {
  sku: "SOAP-1",
  slug: "soap",
  nameKo: "비누",
  nameEn: "Soap",
  descriptionKo: "올리브 비누",
  descriptionEn: "Olive soap",
  priceKrw: 9_000,
  priceUsd: 700,
  stock: 500,
  image: "/products/soap.svg",
  position: 1,
};
const own = {
  shopName: { ko: "비누 가게", en: "Soap Shop" },
  representative: { ko: "김미나", en: "Mina Kim" },
  registrationNumber: "120-81-47521",
  email: "hello@soap.test",
};
const never = new AbortController().signal;
const clearShelf = () => transaction((tx) => tx.delete(products));

beforeEach(async () => {
  await clearShelf();
  const settings = env();
  const { live } = settings;
  settings.live = true;
  onTestFinished(() => void Object.assign(settings, { live }));
});

test("a live shop is warned when it has no products, or the demo's", async () => {
  expect(await goods.run(never)).toMatchObject({ is: "fail", says: "goods_none" });
  await seed();
  await transaction((tx) => tx.insert(products).values(soap));
  await transaction((tx) => tx.update(products).set({ priceKrw: 1_000, stock: 3 }));
  expect(await goods.run(never)).toMatchObject({ is: "fail", says: "goods_demo", with: { count: 9 } });
  await clearShelf();
  // A shop's own product may have a name that the demo uses for another one.
  await transaction((tx) => tx.insert(products).values({ ...soap, sku: "TEE-COOL" }));
  expect(await goods.run(never)).toMatchObject({ is: "pass", says: "goods_own", with: { count: 1 } });
});

test("a live shop is warned about placeholders in the seller's details", async () => {
  expect(await seller.run(never)).toMatchObject({
    is: "fail",
    says: "seller_placeholder",
    with: {
      names:
        "companyName, representative, registrationNumber, mailOrderNumber, hosting, phone, email, privacyOfficer",
    },
  });
  expect(judge(own)).toMatchObject({ is: "pass" });
  expect(judge({ ...own, email: "hello@example.com" })).toMatchObject({ with: { names: "email" } });
});

test("its start gives the same warnings, and a shop with test keys gets none", async () => {
  await seed();
  const warned = vi.spyOn(log, "warn");
  onTestFinished(() => void warned.mockRestore());
  await tellUnfinished();
  expect(warned.mock.calls).toEqual([
    [{ check: "goods", count: 9 }, expect.stringContaining("the demo's products")],
    [expect.objectContaining({ check: "seller" }), expect.stringContaining("seller's details")],
  ]);
  env().live = false;
  await tellUnfinished();
  expect(warned.mock.calls).toHaveLength(2);
  expect(await goods.run(never)).toBeUndefined();
  expect(await seller.run(never)).toBeUndefined();
});
