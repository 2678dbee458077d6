import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { productsBySku, takeStock } from "@/db/products";
import { db, transaction } from "@/db/store";
import { deskAddress, jiwoo, sora } from "@/testing/desk-people";
import { anOrder, aProduct, aWish } from "@/testing/makers";
import { now } from "../clock";
import { findProduct, listProducts } from "../orders/catalog";
import { createOrder } from "../orders/create";
import { FileFaults, readProducts, writeProducts } from "./file";
import { importProducts, saveProduct, sheetOf } from "./save";

const act = () => ({ by: sora, address: deskAddress, now: now() });
const tea = {
  sku: "TEA-GREEN",
  slug: "green-tea",
  name_ko: "녹차, “첫 잎”",
  name_en: "Green tea, first leaves",
  description_ko: "보성에서 딴 첫 잎이에요.",
  description_en: "The first leaves of Boseong.",
  price_krw: 12_000,
  price_usd: 950,
  tax_class: "tax_free",
  stock: 3,
  image: "/products/green-tea.webp",
  position: 9,
  active: true,
} as const;
const now_ = async (sku: string) => {
  const [row] = await productsBySku(db, [sku]);
  if (!row) throw new Error(`There is no product ${sku}.`);
  return row;
};

describe("at the desk", () => {
  test("a manager adds a product, and the shelf has it; every change is in the audit log", async () => {
    await saveProduct(tea, undefined, act());
    expect(await findProduct("green-tea")).toMatchObject({ price: { KRW: 12_000, USD: 950 }, stock: 3 });
    await saveProduct({ ...tea, price_krw: 13_000 }, 3, act());
    const [added, changed, ...more] = await auditOf(db, "TEA-GREEN");
    expect(more).toEqual([]);
    expect(added).toMatchObject({ action: "product_added", actor: "staff:st_sora" });
    expect(changed).toMatchObject({
      action: "product_changed",
      detail: { priceKrw: { before: 12_000, after: 13_000 } },
    });
  });

  test("what is sold while the form is open stays sold", async () => {
    const product = await aProduct({ stock: 10 });
    await transaction((tx) => takeStock(tx, [{ sku: product.sku, quantity: 4 }]));
    await saveProduct({ ...sheetOf(product), stock: 15 }, 10, act());
    expect((await now_(product.sku)).stock).toBe(11);
    const sheet = sheetOf(product);
    await expect(saveProduct({ ...sheet, stock: 0 }, 12, act())).rejects.toMatchObject({ code: "outdated" });
  });

  test("an inactive product is on no page, and nobody can order it", async () => {
    const product = await aProduct();
    const order = await anOrder([{ sku: product.sku, quantity: 1 }]);
    await saveProduct({ ...sheetOf(product), active: false }, product.stock, act());
    expect(await findProduct(product.slug)).toBeUndefined();
    expect((await listProducts()).map(({ sku }) => sku)).not.toContain(product.sku);
    const wish = await aWish([{ sku: product.sku, quantity: 1 }]);
    await expect(createOrder(wish, undefined, undefined, now())).rejects.toMatchObject({
      code: "product_not_found",
    });
    expect(order.status).toBe("open");
  });

  test("two products never share a SKU or an address", async () => {
    const [one, other] = [await aProduct(), await aProduct()];
    await expect(saveProduct(sheetOf(one), undefined, act())).rejects.toMatchObject({
      details: { errors: [expect.objectContaining({ field: "sku" })] },
    });
    await expect(saveProduct({ ...sheetOf(one), slug: other.slug }, one.stock, act())).rejects.toMatchObject({
      details: { errors: [expect.objectContaining({ field: "slug" })] },
    });
  });

  test("two managers who choose the same SKU or address at once: the second one is told", async () => {
    const both = async (one: ReturnType<typeof saveProduct>, other: ReturnType<typeof saveProduct>) => {
      const ends = await Promise.allSettled([one, other]);
      return ends.map((end) => (end.status === "rejected" ? end.reason.code : "saved")).toSorted();
    };
    expect(await both(saveProduct(tea, undefined, act()), saveProduct(tea, undefined, act()))).toEqual([
      "invalid_request",
      "saved",
    ]);
    const [cup, pot] = [await aProduct(), await aProduct()];
    const moved = (of: typeof cup) => saveProduct({ ...sheetOf(of), slug: "new-address" }, of.stock, act());
    expect(await both(moved(cup), moved(pot))).toEqual(["invalid_request", "saved"]);
  });

  test("support may not", async () => {
    await expect(saveProduct(tea, undefined, { ...act(), by: jiwoo })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("from a file", () => {
  test.each(["csv", "yaml"] as const)("%s: what was exported is imported without a change", async (kind) => {
    const cup = sheetOf(await aProduct({ nameKo: '컵 "대", 새벽', priceUsd: 1_400, active: false }));
    const pot = sheetOf(await aProduct({ priceUsd: 5 }));
    const text = writeProducts([cup, pot], kind);
    expect(text).toContain("14.00");
    expect(readProducts(text, kind)).toEqual(
      [cup, pot].map((sheet) => ({ ...sheet, stock_before: sheet.stock })),
    );
    expect(await importProducts(readProducts(text, kind), act())).toEqual({ added: 0, changed: 0, same: 2 });
  });

  test("what is sold while a file is edited stays sold", async () => {
    const product = await aProduct({ stock: 10 });
    const file = writeProducts([sheetOf(product)], "csv");
    await transaction((tx) => takeStock(tx, [{ sku: product.sku, quantity: 4 }]));
    await importProducts(readProducts(file, "csv"), act());
    expect((await now_(product.sku)).stock).toBe(6);
    const [row] = readProducts(file, "csv");
    if (!row) throw new Error("The file is empty.");
    await importProducts([{ ...row, stock_before: undefined }], act());
    expect((await now_(product.sku)).stock).toBe(10);
    await expect(importProducts([{ ...row, stock: 0, stock_before: 11 }], act())).rejects.toMatchObject({
      code: "outdated",
    });
  });

  test("a shop's first products come from a file that a person wrote", async () => {
    const file = `sku,slug,name_ko,name_en,description_ko,description_en,price_krw,price_usd,stock,image,position
JAM-FIG,fig-jam,무화과잼,Fig jam,달지 않은 잼이에요.,Not too sweet.,"9,800",7.5,12,/products/fig-jam.webp,1`;
    expect(await importProducts(readProducts(file, "csv"), act())).toMatchObject({ added: 1 });
    expect(await now_("JAM-FIG")).toMatchObject({
      priceKrw: 9_800,
      priceUsd: 750,
      stock: 12,
      taxClass: "taxable",
      active: true,
    });
  });

  test("every fault is named with its line, and nothing is changed", () => {
    const file = `sku,slug,name_ko,name_en,description_ko,description_en,price_krw,price_usd,stock,image,position
jam,fig-jam,무화과잼,Fig jam,a,b,9800.5,7.5,many,../secret.png,1
JAM-FIG,fig-jam,무화과잼,,a,b,9800,7.5,1,/products/fig.png,1`;
    const faults = (() => {
      try {
        readProducts(file, "csv");
      } catch (error) {
        if (error instanceof FileFaults) return error.faults;
      }
      return [];
    })();
    expect(faults).toEqual([
      expect.stringMatching(/^line 2 \(jam\): sku: Use 2 to 32 capital letters/),
      "line 2 (jam): price_krw: Must be a number",
      "line 2 (jam): stock: Must be a number",
      expect.stringMatching(/^line 2 \(jam\): image: Use a path/),
      "line 3 (JAM-FIG): name_en: Must not be empty",
    ]);
  });
});
