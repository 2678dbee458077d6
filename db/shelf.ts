import type { products } from "./schema";

type Goods = typeof products.$inferInsert;

/** The demo's first products: older databases have only these. */
export const firstShelf = [
  {
    sku: "TEE-COOL",
    slug: "cool-t-shirt",
    nameKo: "쿨 티셔츠",
    nameEn: "Cool T-Shirt",
    descriptionKo: "두툼하지만 시원한 코튼 티셔츠예요. 여러 번 빨아도 목이 늘어나지 않아요.",
    descriptionEn: "A T-shirt of heavy yet airy cotton. Its collar keeps its shape, wash after wash.",
    priceKrw: 29_000,
    priceUsd: 2_200,
    stock: 400,
    image: "/products/cool-t-shirt.svg",
    position: 1,
  },
  {
    sku: "MUG-DAWN",
    slug: "dawn-mug",
    nameKo: "새벽 머그",
    nameEn: "Dawn Mug",
    descriptionKo: "새벽빛 유약을 손으로 입힌 도자기 머그예요. 350ml, 식기세척기에 넣어도 돼요.",
    descriptionEn: "A stoneware mug, glazed by hand in the colors of dawn. 350 ml, safe in the dishwasher.",
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
] satisfies [Goods, Goods, Goods];

/**
 * From something for a few thousand won to something too expensive for carrier billing, and one that is nearly sold
 * out.
 */
export const laterShelf = [
  {
    sku: "LAMP-DUSK",
    slug: "dusk-lamp",
    nameKo: "노을 램프",
    nameEn: "Dusk Lamp",
    descriptionKo:
      "입으로 불어 만든 유리 갓이 노을처럼 번지는 탁상 조명이에요. 밝기를 세 단계로 바꿀 수 있어요.",
    descriptionEn: "A table lamp whose mouth-blown shade glows like dusk. Three steps of brightness.",
    priceKrw: 89_000,
    priceUsd: 6_800,
    stock: 25,
    image: "/products/dusk-lamp.svg",
    position: 4,
  },
  {
    sku: "NOTE-DAY",
    slug: "day-notebook",
    nameKo: "하루 노트",
    nameEn: "Day Notebook",
    descriptionKo: "펼치면 완전히 눕는 실 제본 노트예요. 만년필로 써도 비치지 않는 종이 192쪽이에요.",
    descriptionEn: "A thread-bound notebook that lies flat: 192 pages that fountain pens don’t show through.",
    priceKrw: 12_000,
    priceUsd: 900,
    stock: 120,
    image: "/products/day-notebook.svg",
    position: 5,
  },
  {
    sku: "VASE-MOON",
    slug: "moon-jar",
    nameKo: "달항아리",
    nameEn: "Moon Jar",
    descriptionKo:
      "위아래 두 사발을 이어 빚은 백자 달항아리예요. 하나하나 모양이 조금씩 달라요. 높이 28cm예요.",
    descriptionEn:
      "White porcelain, thrown as two bowls and joined. No two are quite the same. 28 cm in height.",
    priceKrw: 148_000,
    priceUsd: 11_200,
    stock: 2,
    image: "/products/moon-jar.svg",
    position: 6,
  },
  {
    sku: "PENCIL-PAIR",
    slug: "pencil-pair",
    nameKo: "나란히 연필",
    nameEn: "Pencil Pair",
    descriptionKo: "진한 흑연 한 자루와 따뜻한 갈색 한 자루예요. 깎을 때 삼나무 향이 나요.",
    descriptionEn: "One dark graphite, one warm brown, both in cedar that you smell when you sharpen them.",
    priceKrw: 3_500,
    priceUsd: 270,
    stock: 200,
    image: "/products/pencil-pair.svg",
    position: 7,
  },
  {
    sku: "CHAIR-REST",
    slug: "rest-chair",
    nameKo: "쉼 라운지 체어",
    nameEn: "Rest Lounge Chair",
    descriptionKo:
      "참나무 틀에 도톰한 울 방석을 얹은 라운지 체어예요. 원목은 오일로 마감해 오래 쓸수록 깊어져요.",
    descriptionEn: "Thick wool cushions on a frame of oiled oak that deepens over the years.",
    priceKrw: 1_290_000,
    priceUsd: 98_000,
    stock: 8,
    image: "/products/rest-chair.svg",
    position: 8,
  },
] satisfies Goods[];
