import { beforeEach, expect, test } from "vitest";
import { writeSetting } from "@/db/settings";
import { transaction } from "@/db/store";
import "@/testing/books";
import { pictureIn } from "@/lib/shop/picture";
import { linkPreviewPath } from "@/lib/shop/picture-paths";
import { forgetShop, shop, shopSetting } from "@/lib/shop/shop";
import { linkPreview } from "./picture";

const named = async (shop_name_ko: string) => {
  await transaction((tx) =>
    writeSetting(tx, shopSetting, JSON.stringify({ version: 1, sheet: { shop_name_ko } })),
  );
  forgetShop();
};

beforeEach(() => named("비누 가게"));

test("a link to the shop shows a picture with its name, drawn again only after a change", async () => {
  const before = linkPreviewPath(await shop(), "ko");
  const first = await linkPreview("ko");
  expect(pictureIn(first)).toEqual({ type: "image/png", width: 1200, height: 630 });
  expect(await linkPreview("ko")).toBe(first);
  await named("향초 가게");
  expect((await linkPreview("ko")).equals(first)).toBe(false);
  expect(linkPreviewPath(await shop(), "ko")).not.toBe(before);
});

test("a name that the font cannot write is left out, and asked of no other server", async () => {
  await named("비누 가게 石鹸 🧼");
  const without = await linkPreview("ko");
  await named("🧼");
  expect((await linkPreview("ko")).equals(without)).toBe(true);
});
