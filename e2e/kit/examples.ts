import type { World } from "../world";
import { attemptOf, orderOf, type Shopper } from "./shopper";

/** A good request for every operation, from a shopper who may ask it. */
type Example = { input: Record<string, unknown>; headers: Record<string, string> };

export async function examplesFor(path: string, shopper: Shopper, world: World): Promise<Example[]> {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { order_number, amount, access_token } = order;
  const headers = { "order-token": access_token };
  switch (path) {
    case "/orders": {
      const replaced = await shopper.orders();
      const input = orderOf({ replaces: replaced.order_number });
      return [{ input, headers: { "order-token": replaced.access_token } }];
    }
    case "/payments/toss/ready":
      return [{ input: attemptOf(order, world.apps[0].url), headers }];
    case "/payments/toss/virtual-account": {
      const { order_number, access_token } = await shopper.orders();
      const cash_receipt = { type: "income_deduction", registration_number: "01012345678" };
      const input = { order_number, bank: "20", customer_name: "김민아", valid_hours: 24, cash_receipt };
      return [{ input, headers: { "order-token": access_token } }];
    }
    case "/payments/toss/confirm":
      return [
        { input: { payment_key: approved.paymentKey, order_number, amount }, headers },
        { input: { ...approved }, headers },
      ];
    case "/payments/status":
      return [
        { input: { order_number }, headers },
        { input: { order_number, wait: "20", since: "0" }, headers },
      ];
    default:
      throw new Error(`${path} is new: say here what a good request of it is.`);
  }
}
