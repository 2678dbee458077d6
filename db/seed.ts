import { products } from "./schema";
import { transaction } from "./store";

/** What a new shop has on its shelves. */
const shelf = [
  {
    sku: "TEE-COOL",
    slug: "cool-t-shirt",
    nameKo: "쿨 티셔츠",
    nameEn: "Cool T-Shirt",
    descriptionKo: "두툼하지만 시원한 코튼 티셔츠예요. 여러 번 빨아도 목이 늘어나지 않아요.",
    descriptionEn: "A T-shirt of heavy yet airy cotton. Its collar keeps its shape, wash after wash.",
    priceKrw: 29_000,
    priceUsd: 2_200,
    stock: 100,
    image: "/products/cool-t-shirt.svg",
    position: 1,
  },
  {
    sku: "MUG-DAWN",
    slug: "dawn-mug",
    nameKo: "새벽 머그",
    nameEn: "Dawn Mug",
    descriptionKo: "새벽빛 유약을 손으로 입힌 도자기 머그예요. 350ml, 식기세척기에 넣어도 돼요.",
    descriptionEn: "A stoneware mug, glazed by hand in the colours of dawn. 350 ml, safe in the dishwasher.",
    priceKrw: 18_000,
    priceUsd: 1_400,
    stock: 60,
    image: "/products/dawn-mug.svg",
    position: 2,
  },
  {
    sku: "BAG-ROUND",
    slug: "round-tote",
    nameKo: "라운드 토트백",
    nameEn: "Round Tote Bag",
    descriptionKo: "둥근 바닥이라 많이 담아도 넘어지지 않는 캔버스 토트백이에요.",
    descriptionEn: "A canvas tote with a round base: it stands by itself, however much you carry.",
    priceKrw: 39_000,
    priceUsd: 3_000,
    stock: 40,
    image: "/products/round-tote.svg",
    position: 3,
  },
] satisfies (typeof products.$inferInsert)[];

/** Fills the shelves of a new shop. A shop that has products keeps them as they are. */
export const seed = () =>
  transaction(async (tx) => {
    const [any] = await tx.select({ sku: products.sku }).from(products).limit(1);
    if (!any) await tx.insert(products).values(shelf).onConflictDoNothing();
  });
