import type { Order, Shopper } from "../kit/shopper";
import { desk } from "./desk";
import { order } from "./orders";
import type { Scene, Stage } from "./scene";

// Orders whose card was only held when the shopper paid.

const holds = async ({ world }: Stage, shopper: Shopper): Promise<Order> =>
  shopper.holdsByIntent(await world.apiKey("captures:write"));

async function capturesAPart(stage: Stage, shopper: Shopper): Promise<Order> {
  const made = await holds(stage, shopper);
  await shopper.post(
    "/payments/capture",
    { order_number: made.order_number, amount: 1_500 },
    {
      authorization: `Bearer ${await stage.world.apiKey("captures:write")}`,
      "idempotency-key": made.order_number,
    },
  );
  return made;
}

const orderPage =
  (arrange: typeof holds) =>
  async (stage: Stage): Promise<string> =>
    `/admin/orders/${(await arrange(stage, await stage.newShopper())).order_number}`;

/** What is on hold, as its shopper and a manager see it. */
export const holdScenes: Scene[] = [
  order("on-hold", ({ standing }) => standing.authorized.title, holds),
  order("captured-in-part", ({ amounts }) => amounts.released, capturesAPart),
  desk("on-hold", ({ deskOrder }) => deskOrder.attention.authorized.title, orderPage(holds)),
  desk(
    "capture-review",
    ({ deskOrder }) => deskOrder.capture.back,
    orderPage(holds),
    async (page, { deskOrder }) => {
      await page.getByLabel(/^(금액|Amount)/).fill("15");
      await page.getByRole("button", { name: deskOrder.capture.preview }).click();
    },
  ),
  desk("captured-in-part", ({ deskOrder }) => deskOrder.money.released, orderPage(capturesAPart)),
];
