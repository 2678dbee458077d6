import { beforeEach, describe, expect, test } from "vitest";
import { GET as getLogo } from "@/app/logo/route";
import { readPlain, writePlain } from "@/components/legal/plain";
import { descriptionOf, legalText, sampleText } from "@/components/legal/text";
import { auditOf } from "@/db/audit";
import { settings } from "@/db/schema";
import { settingOf, writeSetting } from "@/db/settings";
import { db, transaction } from "@/db/store";
import { legalPages, ShopSheet } from "@/lib/contracts/shop";
import "@/testing/books";
import { deskAddress, jiwoo, minho, sora } from "@/testing/desk-people";
import { aProduct, aWish } from "@/testing/makers";
import { now } from "../../clock";
import { locales } from "../../money";
import { createOrder } from "../../orders/create";
import { env } from "../../settings/env";
import { logoWith } from "../../shop/logo";
import { forgetShop, logoSetting, sampleSheet, shop, shopSetting } from "../../shop/shop";
import { shopAtDesk } from "../read/shop";
import type { Staff } from "../staff/permissions";
import { saveLogo, saveShop } from "./shop";

const as = (by: Staff) => ({ by, address: deskAddress, now: now() });
const soap = { shop_name_ko: "비누 가게", shop_name_en: "Soap Shop", email: "hello@soap.example" };
const save = async (changes: Partial<ShopSheet>, by = sora) => {
  const { sheet, version } = await shopAtDesk(sora);
  await saveShop(ShopSheet.parse({ ...sheet, ...changes }), version, as(by));
};

beforeEach(async () => {
  await transaction((tx) => tx.delete(settings));
  forgetShop();
});

/** A PNG header of this size; nothing reads further. */
const png = (width: number, height: number) => {
  const bytes = Buffer.alloc(64);
  bytes.write("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

describe("settings", () => {
  test("a new shop is the sample, and a manager makes it hers", async () => {
    expect((await shop()).shopName.ko).toBe("투트랙 스토어");
    await save(soap);
    expect(await shop()).toMatchObject({
      shopName: { ko: "비누 가게", en: "Soap Shop" },
      email: "hello@soap.example",
      representative: { ko: "홍길동" },
    });
    expect(await auditOf(db, "shop")).toMatchObject([
      {
        action: "shop_changed",
        actor: "staff:st_sora",
        detail: { before: { shop_name_ko: "투트랙 스토어" }, after: soap },
      },
    ]);
    // Saved again without a change: nothing to record.
    await save({});
    expect(await auditOf(db, "shop")).toHaveLength(1);
  });

  test("of two managers with the form open, the second one is told", async () => {
    const { sheet, version } = await shopAtDesk(minho);
    await save(soap);
    await expect(saveShop({ ...sheet, email: "b@soap.example" }, version, as(minho))).rejects.toMatchObject({
      code: "outdated",
    });
    expect((await shop()).email).toBe("hello@soap.example");
  });

  test("two who press at the same moment do not overwrite each other", async () => {
    await save(soap);
    const { sheet, version } = await shopAtDesk(sora);
    const results = await Promise.allSettled(
      [sora, minho].map((by) => saveShop({ ...sheet, email: `${by.id}@soap.example` }, version, as(by))),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await auditOf(db, "shop")).toHaveLength(2);
  });

  test("what another release stored is kept, whatever this one saves", async () => {
    const stored = { fax: { main: "1" }, sheet: { fax_ko: "2", phone: { mobile: "3" } }, version: 3 };
    await transaction((tx) => writeSetting(tx, shopSetting, JSON.stringify(stored)));
    await save(soap);
    await saveLogo(png(320, 80), as(sora));
    await save({ email: sampleSheet().email });
    const { email: _, ...names } = soap;
    expect(JSON.parse((await settingOf(db, shopSetting)) ?? "")).toMatchObject({
      ...stored,
      version: 5,
      sheet: { ...stored.sheet, ...names },
    });
  });

  test("support neither reads nor changes them", async () => {
    await expect(shopAtDesk(jiwoo)).rejects.toMatchObject({ code: "forbidden" });
    await expect(saveShop(sampleSheet(), 0, as(jiwoo))).rejects.toMatchObject({ code: "forbidden" });
    await expect(saveLogo(null, as(jiwoo))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("delivery set at the desk is what new orders cost; the environment counts for the rest", async () => {
    await save({ fee_krw: 2_500 });
    env().delivery.USD.fee = 700;
    const product = await aProduct({ priceKrw: 10_000, priceUsd: 1_000 });
    const to = { shipping_address: { postcode: "04524", line1: "세종대로 110" } };
    const wish = { ...(await aWish([{ sku: product.sku, quantity: 1 }])), ...to };
    const { order } = await createOrder(wish, undefined, undefined, now());
    expect(order).toMatchObject({ amount: 12_500, shipping: 2_500 });
    expect((await shop()).delivery.USD.fee).toBe(700);
    env().delivery.USD.fee = 0;
  });

  test("what a newer or older release stored and this one cannot read falls back to the sample", async () => {
    const value = JSON.stringify({ version: 3, sheet: { email: "not one", phone: "02-123-4567", fax: "1" } });
    await transaction((tx) => tx.insert(settings).values({ name: "shop", value }));
    expect(await shop()).toMatchObject({ email: "hello@example.com", phone: "02-123-4567" });
  });

  test("a legal text has lines and tabs, but no characters that a database refuses", () => {
    const { terms_ko } = ShopSheet.shape;
    expect(terms_ko.parse("하나\r\n\n\t- 둘 🧼 ")).toBe("하나\n\n\t- 둘 🧼");
    for (const bad of ["a\0b", "a\u0007", "a\ud800", "a\rb", "a\u2028b", "a\u0085b"])
      expect(terms_ko.safeParse(bad).error?.issues[0]?.message).toBe("Control characters are not allowed");
  });

  test("a color that nobody can read is refused", () => {
    const accentOf = (accent: string) => ShopSheet.shape.accent.safeParse(accent).success;
    expect([accentOf("#1a56db"), accentOf("#ffe600"), accentOf("red;}body{display:none")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("legal texts", () => {
  test("the samples survive being edited as plain text", async () => {
    const here = await shop();
    for (const page of legalPages)
      for (const locale of locales) {
        const { title: _, ...body } = sampleText(page, here, locale);
        expect(readPlain(writePlain(body))).toEqual(body);
      }
  });

  test("a shop's own text replaces the sample of that language only, and stays text", async () => {
    await save({ terms_ko: "비누를 팔아요.\n\n## 약속\n\n- 하나\n- <b>둘</b>\n\n끝." });
    const here = await shop();
    expect(legalText("terms", here, "ko")).toEqual({
      title: "이용약관",
      lead: ["비누를 팔아요."],
      sections: [{ title: "약속", body: [["하나", "<b>둘</b>"], "끝."] }],
    });
    expect(legalText("terms", here, "en")).toEqual(sampleText("terms", here, "en"));
  });

  test("what comes before the first title keeps its paragraphs, and search engines get the first one", async () => {
    const long = `Soap ${"and more soap ".repeat(20)}`;
    await save({ terms_en: `${long}\n\nSecond.\n\n- A\n- B`, refunds_en: "## Soon" });
    const terms = legalText("terms", await shop(), "en");
    expect(terms.lead).toEqual([long.trim(), "Second.", ["A", "B"]]);
    const description = descriptionOf(terms) ?? "";
    expect(description).toMatch(/^Soap .* (and|more|soap)…$/);
    expect(description.length).toBeLessThanOrEqual(160);
    expect(descriptionOf(legalText("refunds", await shop(), "en"))).toBeUndefined();
    expect(descriptionOf(readPlain("비누를 팔아요."))).toBe("비누를 팔아요.");
  });
});

describe("the logo", () => {
  test("is served as what it is, under an address that changes with it", async () => {
    await saveLogo(png(320, 80), as(sora));
    const { logo } = await shop();
    expect(logo).toMatchObject({ type: "image/png", width: 320, height: 80 });
    expect(await logoWith(logo?.id ?? "")).toEqual({ bytes: png(320, 80), type: "image/png" });
    const served = await getLogo(new Request(`http://localhost:3000/logo?id=${logo?.id}`));
    expect([...served.headers]).toEqual(
      expect.arrayContaining([
        ["content-type", "image/png"],
        ["cache-control", "public, max-age=31536000, immutable"],
      ]),
    );
    await saveLogo(png(100, 80), as(sora));
    expect(await logoWith(logo?.id ?? "")).toBeUndefined();
    const missing = await getLogo(new Request(`http://localhost:3000/logo?id=${logo?.id}`));
    expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
    await saveLogo(null, as(sora));
    expect((await shop()).logo).toBeNull();
    expect(await auditOf(db, "shop")).toHaveLength(3);
  });

  test("is uploaded while the form is open, which can be saved afterward", async () => {
    const { sheet, version } = await shopAtDesk(sora);
    await saveLogo(png(320, 80), as(minho));
    expect(await shopAtDesk(sora)).toMatchObject({ version, logo: { width: 320 } });
    await saveShop({ ...sheet, ...soap }, version, as(sora));
    expect(await shop()).toMatchObject({ email: soap.email, logo: { width: 320 } });
  });

  test("is never another picture under its address", async () => {
    await saveLogo(png(320, 80), as(sora));
    const id = (await shop()).logo?.id ?? "";
    await transaction((tx) => writeSetting(tx, logoSetting, png(100, 80).toString("base64")));
    expect(await logoWith(id)).toBeUndefined();
    await saveLogo(null, as(sora));
    await Promise.allSettled([saveLogo(png(320, 80), as(sora)), saveLogo(png(100, 80), as(minho))]);
    const { logo } = await shop();
    expect((await logoWith(logo?.id ?? ""))?.bytes).toEqual(png(logo?.width ?? 0, 80));
  });

  test.each([
    ["a script in an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["the start of a picture", png(320, 80).subarray(0, 18)],
    ["a JPEG that goes nowhere", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2])],
    ["a huge picture", png(20_000, 20_000)],
    ["a dot", png(1, 1)],
    ["nothing", Buffer.alloc(0)],
  ])("%s is none", async (_, bytes) => {
    await expect(saveLogo(bytes, as(sora))).rejects.toMatchObject({ code: "invalid_request" });
    expect((await shop()).logo).toBeNull();
  });

  test("JPEG and WebP are read too", async () => {
    const jpeg = Buffer.from("ffd8ffe000044a46ffc0001108004000c803012200021101031101", "hex");
    await saveLogo(jpeg, as(sora));
    expect((await shop()).logo).toMatchObject({ type: "image/jpeg", width: 200, height: 64 });
    const webp = Buffer.alloc(30);
    webp.write("RIFF____WEBPVP8X", "latin1");
    webp.writeUIntLE(199, 24, 3);
    webp.writeUIntLE(63, 27, 3);
    await saveLogo(webp, as(sora));
    expect((await shop()).logo).toMatchObject({ type: "image/webp", width: 200, height: 64 });
  });
});
