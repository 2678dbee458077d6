import type { Page } from "playwright/test";
import { withApiKeysOnly } from "../kit/api-keys-only";
import { sellsALesson } from "../kit/other-server";
import { tShirt } from "../kit/wishes";
import { patiently, type Scene, type Stage, type Words } from "./scene";

const cart = (lines: { sku: string; quantity: number }[]) => ({ "twotrack.cart": { id: "scene", lines } });
export const aFewThings = cart([tShirt, { sku: "NOTE-DAY", quantity: 2 }]);
export const mina = {
  name: "김민아",
  phone: "010-1234-5678",
  email: "mina@example.com",
  // Asked for only when paying in dollars.
  country: "KR",
  postcode: "04524",
  line1: "서울 중구 세종대로 110",
  line2: "3층",
};

/** What anyone can see, up to the order sheet. */
export const shopScenes: Scene[] = [
  { name: "shop", shows: ({ shop }) => shop.title, arrange: () => ({ path: "/" }) },
  {
    name: "product",
    shows: ({ product }) => product.add,
    arrange: () => ({ path: "/products/cool-t-shirt" }),
  },
  {
    name: "product-in-cart",
    needsScript: true,
    shows: ({ product }) => product.seeCart,
    arrange: () => ({
      path: "/products/dawn-mug",
      act: (page, { product }) => page.getByRole("button", { name: product.add }).click(),
    }),
  },
  {
    name: "pay",
    needsScript: true,
    shows: ({ payPage }) => payPage.lead,
    arrange: async ({ world }) => {
      const { checkout_url } = await sellsALesson(world);
      return { path: checkout_url.slice(world.apps[0].url.length), act: widgetIsThere };
    },
  },
  {
    name: "product-few-left",
    shows: ({ product }) => product.fewLeft.replace("{count}", "2"),
    arrange: () => ({ path: "/products/moon-jar" }),
  },
  {
    name: "product-sold-out",
    shows: ({ product }) => product.soldOut,
    arrange: async (stage) => {
      await sellOutLamps(stage);
      return { path: "/products/dusk-lamp" };
    },
  },
  {
    name: "product-unknown",
    needsScript: true,
    shows: ({ nothingHere }) => nothingHere.title,
    arrange: () => ({ path: "/products/nothing" }),
  },
  {
    name: "cart-empty",
    needsScript: true,
    shows: ({ cart }) => cart.empty,
    arrange: () => ({ path: "/cart" }),
  },
  {
    name: "cart",
    needsScript: true,
    shows: ({ cart }) => cart.checkOut,
    arrange: () => ({ path: "/cart", stored: aFewThings }),
  },
  {
    name: "cart-short",
    needsScript: true,
    shows: ({ cart }) => cart.fixFirst,
    arrange: () => ({ path: "/cart", stored: cart([tShirt, { sku: "VASE-MOON", quantity: 9 }]) }),
  },
  {
    name: "cart-goes-on",
    needsScript: true,
    shows: ({ orderPaid }) => orderPaid.rest,
    arrange: async (stage) => ({ path: "/cart", ...(await wentOnShopping(stage)) }),
  },
  {
    name: "sheet-goes-on",
    needsScript: true,
    shows: ({ orderPaid }) => orderPaid.rest,
    arrange: async (stage) => ({ path: "/checkout", ...(await wentOnShopping(stage)) }),
  },
  {
    name: "sheet-empty",
    needsScript: true,
    shows: ({ sheet }) => sheet.empty,
    arrange: () => ({ path: "/checkout" }),
  },
  {
    name: "sheet",
    needsScript: true,
    shows: ({ sheet }) => sheet.payment,
    arrange: () => ({
      path: "/checkout",
      stored: { ...aFewThings, "twotrack.sheet": mina },
      act: widgetIsThere,
    }),
  },
  {
    name: "sheet-free-installments",
    needsScript: true,
    needsOwnWorld: true,
    shows: ({ sheet }) => sheet.limits.interestFree.replace("{plans}", ""),
    arrange: async ({ world }) => {
      await withApiKeysOnly(world, { TOSS_FREE_INSTALLMENTS: "W1 2 3, 41 2 3 4 6" });
      return {
        path: "/checkout",
        stored: { ...cart([{ ...tShirt, quantity: 2 }]), "twotrack.sheet": mina },
        act: (page, { receipt }) =>
          page.getByRole("radio", { name: receipt.methods.CARD, exact: true }).check(),
      };
    },
  },
  {
    name: "sheet-gift",
    needsScript: true,
    shows: ({ sheet }) => sheet.recipient_phone,
    arrange: () => ({
      path: "/checkout",
      stored: {
        ...aFewThings,
        "twotrack.sheet": { ...mina, other_recipient: "1", note: "1층 카페에 맡겨 주세요", remember: "1" },
      },
      act: async (page, { sheet }) => {
        await widgetIsThere(page);
        await page.getByRole("button", { name: sheet.search.find }).click();
        await page.getByLabel("도로명, 건물명 또는 지번").waitFor();
      },
    }),
  },
  {
    name: "sheet-faults",
    needsScript: true,
    shows: ({ sheet }) => sheet.faults.emailWrong,
    arrange: () => ({
      path: "/checkout",
      stored: { ...aFewThings, "twotrack.sheet": { name: "김민아", email: "mina@" } },
      act: async (page, words) => {
        await widgetIsThere(page);
        await payButton(page, words).click();
      },
    }),
  },
  {
    name: "sheet-without-gateway",
    needsScript: true,
    shows: ({ sheet }) => sheet.methods.failed,
    arrange: ({ world }) => ({
      path: "/checkout",
      stored: aFewThings,
      act: async (page) => {
        await page.route(`${world.emulator.url}/**`, (route) => route.abort());
        await page.reload();
      },
    }),
  },
  { name: "find", shows: ({ find }) => find.lead, arrange: () => ({ path: "/orders/find" }) },
  {
    name: "find-faults",
    shows: ({ find }) => find.numberWrong,
    arrange: () => ({
      path: "/orders/find",
      act: (page, { find }) => page.getByRole("button", { name: find.find, exact: true }).click(),
    }),
  },
  {
    name: "find-nothing",
    shows: ({ find }) => find.notFound,
    arrange: () => ({
      path: "/orders/find",
      act: async (page, { find }) => {
        await page.getByLabel(find.number).fill("ORD-20260101-NOBODY");
        await page.getByLabel(find.contact).fill("mina@example.com");
        await page.getByRole("button", { name: find.find, exact: true }).click();
      },
    }),
  },
  { name: "terms", shows: () => "1.", arrange: () => ({ path: "/terms" }) },
  { name: "privacy", shows: () => "1.", arrange: () => ({ path: "/privacy" }) },
  { name: "refunds", shows: () => "1.", arrange: () => ({ path: "/refunds" }) },
];

/** Someone is about to pay for all lamps, which nobody else buys or puts into a cart; returns early if they are sold out already. */
async function sellOutLamps({ world, newShopper }: Stage) {
  const [row] = await world.sql("SELECT stock FROM products WHERE sku = 'LAMP-DUSK'");
  const quantity = Number(row?.stock);
  if (quantity === 0) return;
  const shopper = await newShopper();
  await shopper.getsReady(await shopper.orders({ items: [{ sku: "LAMP-DUSK", quantity }] }));
}

export const payButton = (page: Page, { sheet }: Words) =>
  page.getByRole("button", { name: new RegExp(sheet.pay.replace("{amount}", "[₩$\\d,.US원]+")) });

async function widgetIsThere(page: Page) {
  const frames = page.getByRole("main").locator("iframe");
  await patiently(frames).toHaveCount(2);
  for (const frame of await frames.all())
    await patiently(
      frame.contentFrame().getByRole("checkbox").or(frame.contentFrame().getByRole("radio")).first(),
    ).toBeVisible();
}

/** A shirt is paid for, and more was put into the cart meanwhile. */
async function wentOnShopping({ newShopper }: Stage) {
  const as = await newShopper();
  const { order, approved } = await as.goesThroughTheWindow();
  await as.confirms(approved);
  const { "twotrack.cart": lines } = aFewThings;
  return {
    as,
    stored: { "twotrack.cart": { ...lines, replaces: { number: order.order_number, lines: [tShirt] } } },
  };
}
