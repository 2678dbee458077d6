import type { Scene, Stage } from "./scene";

let orders = 0;
const newOrder = () => `order_of_a_scene_${++orders}`;
const name = "티셔츠 T-shirt";

/** The emulators' own pages. Their texts are not the shop's, so each is found by what it is about. */
export const emulatorScenes: Scene[] = [
  {
    name: "emulator-toss-start",
    shows: () => "test_gck_emulator_widget0000000000",
    arrange: ({ world }) => ({ path: world.emulator.url }),
  },
  {
    name: "emulator-toss-control",
    shows: () => name,
    async arrange({ world }) {
      const { emulator } = world;
      const choice = { method: "VIRTUAL_ACCOUNT", bank: "국민", customerName: "박민아" } as const;
      await emulator.payments.take(await emulator.payments.open({ ...tossOrder(), ...choice }));
      const { payment } = await paidAtToss(world);
      await emulator.payments.cancel(payment.paymentKey, { amount: 10_000, reason: "변심" });
      await emulator.faults.add({ operation: "cancel", kind: "hold", orderId: payment.orderId });
      return { path: `${emulator.url}/control` };
    },
  },
  {
    name: "emulator-toss-window",
    shows: () => name,
    async arrange({ world: { emulator } }) {
      const { paymentKey } = await emulator.payments.open({ ...tossOrder(), authenticate: false });
      return { path: `${emulator.url}/v1/payments/${paymentKey}/checkout` };
    },
  },
  {
    name: "emulator-toss-receipt",
    shows: () => name,
    async arrange({ world }) {
      const { payment } = await paidAtToss(world);
      return { path: `${world.emulator.url}/receipt/redirection?transactionId=${payment.paymentKey}` };
    },
  },
  {
    name: "emulator-stripe-start",
    shows: () => "pk_test_emulator000000000000000000",
    arrange: ({ world }) => ({ path: world.stripe.url }),
  },
  {
    name: "emulator-stripe-control",
    shows: () => "$50.00",
    async arrange({ world }) {
      const { stripe } = world;
      const disputed = await paidAtStripe(world, "pm_card_visa");
      await stripe.disputes.open(disputed.id, { amount: 1_000 });
      const refunded = await paidAtStripe(world, "pm_card_pendingRefund");
      await stripe.intents.refund(refunded.id, { amount: 1_000 });
      await checkout(world);
      await stripe.faults.add({ operation: "create_refund", kind: "hold", orderId: "nobody" });
      return { path: `${stripe.url}/control` };
    },
  },
  {
    name: "emulator-stripe-checkout",
    shows: () => name,
    arrange: async ({ world }) => ({ path: `${world.stripe.url}/c/pay/${(await checkout(world)).id}` }),
  },
  {
    name: "emulator-stripe-challenge",
    shows: () => "3184",
    async arrange({ world }) {
      const { id } = await paidAtStripe(world, "pm_card_authenticationRequired");
      return { path: `${world.stripe.url}/challenge/${id}` };
    },
  },
  {
    name: "emulator-stripe-receipt",
    shows: () => "visa",
    async arrange({ world }) {
      const { latest_charge } = await paidAtStripe(world, "pm_card_visa");
      return { path: `${world.stripe.url}/receipts/payment/${latest_charge}` };
    },
  },
];

const tossOrder = () => ({ orderId: newOrder(), amount: 62_000, orderName: name });

async function paidAtToss({ emulator }: Stage["world"]) {
  const payment = await emulator.payments.open({ ...tossOrder(), method: "EASY_PAY", provider: "TOSSPAY" });
  await emulator.payments.take(payment);
  return { payment };
}

type StripeObject = { id: string; latest_charge: string };

const paidAtStripe = (world: Stage["world"], card: string) =>
  askStripe(world, "/payment_intents", {
    amount: "5000",
    currency: "usd",
    confirm: "true",
    payment_method: card,
    return_url: "https://shop.example/back",
    "metadata[order_id]": newOrder(),
  });

const checkout = (world: Stage["world"]) =>
  askStripe(world, "/checkout/sessions", {
    mode: "payment",
    client_reference_id: newOrder(),
    success_url: "https://shop.example/done",
    cancel_url: "https://shop.example/cart",
    "line_items[0][quantity]": "2",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "2500",
    "line_items[0][price_data][product_data][name]": name,
  });

async function askStripe(
  { stripe }: Stage["world"],
  path: string,
  form: Record<string, string>,
): Promise<StripeObject> {
  const response = await fetch(`${stripe.url}/v1${path}`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_emulator000000000000000000" },
    body: new URLSearchParams(form),
  });
  if (!response.ok) throw new Error(`The emulator refused ${path}: ${await response.text()}`);
  return response.json();
}
