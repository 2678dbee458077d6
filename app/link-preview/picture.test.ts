import { beforeEach, expect, test } from "vitest";
import { writeSetting } from "@/db/settings";
import { transaction } from "@/db/store";
import "@/testing/books";
import { pictureIn } from "@/lib/shop/picture";
import { linkPreviewPath } from "@/lib/shop/picture-paths";
import { forgetShop, shop, shopSetting } from "@/lib/shop/shop";
import { linkPreview } from "./picture";
import { GET } from "./route";

const pictureOf = async () => (await linkPreview("ko")).png;

const named = async (shop_name_ko: string) => {
  await transaction((tx) =>
    writeSetting(tx, shopSetting, JSON.stringify({ version: 1, sheet: { shop_name_ko } })),
  );
  forgetShop();
};

beforeEach(() => named("비누 가게"));

test("a link to the shop shows a picture with its name, drawn again only after a change", async () => {
  const before = linkPreviewPath(await shop(), "ko");
  const first = await pictureOf();
  expect(pictureIn(first)).toEqual({ type: "image/png", width: 1200, height: 630 });
  expect(await pictureOf()).toBe(first);
  await named("향초 가게");
  expect((await pictureOf()).equals(first)).toBe(false);
  expect(linkPreviewPath(await shop(), "ko")).not.toBe(before);
});

test("a name that the font cannot write is left out, and asked of no other server", async () => {
  await named("비누 가게 石鹸 🧼");
  const without = await pictureOf();
  await named("🧼");
  expect((await pictureOf()).equals(without)).toBe(true);
});

test("an instance that does not know the newest name yet lets nobody keep its picture under the new address", async () => {
  const keeping = async (path: string) =>
    (await GET(new Request(`http://localhost:3000${path}`))).headers.get("cache-control");
  const path = linkPreviewPath(await shop(), "ko");
  expect(await keeping(path)).toBe("public, max-age=86400");
  expect(await keeping(path.replace(/id=.*/, "id=newer"))).toBe("no-store");
});
