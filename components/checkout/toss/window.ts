import { type GatewayPart, useMounted } from "../gateway-part";
import { refused } from "../refusal";
import { useKeptChoice } from "../use-kept-choice";
import { type Choice, isChoice, methodOf } from "./choices";
import { loadToss, type TossKeys } from "./keys";
import { prepareToss } from "./prepare";
import { requestPayment } from "./request";

const place = "twotrack.method";

/** Toss's payment window, for a shop that has only API keys: the sheet itself offers the methods. */
export function useTossWindow(keys: TossKeys | undefined, total: number) {
  const [kept, choose] = useKeptChoice(place, "method");
  const choice = isChoice(kept) ? kept : undefined;
  const { state, current, reload } = useMounted("toss", keys && (() => mount(keys)));

  const part: GatewayPart = {
    state,
    method: choice && methodOf(choice),
    reload,
    draws: undefined,
    paying: "inWindow",
    async chosen() {
      if (!choice) throw refused("choose_method");
      return prepareToss(methodOf(choice), total, async (attempt) => {
        const payment = current()?.payment;
        if (payment) await requestPayment(payment, choice, attempt);
      });
    },
  };
  return { part, choice, choose: choose as (choice: Choice) => void };
}

async function mount(keys: TossKeys) {
  const { toss, customerKey } = await loadToss(keys);
  const payment = toss.payment({ customerKey });
  // A window that covers the page must not stay when the shopper leaves the page with the back button.
  return { payment, destroy: () => payment.destroy() };
}
