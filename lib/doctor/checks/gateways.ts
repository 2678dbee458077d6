import { now } from "../../clock";
import { env } from "../../env";
import { type Check, codeOf, type Finding, fail, pass, warn } from "../finding";

/** From so many seconds on clocks are apart: Stripe's signatures bear 300, codes of authenticator apps 30. */
const [aboutSeconds, tooManySeconds] = [5, 30];

type Question = { gateway: string; keys: string; url: string; authorization: string };

/** Whether each pair of keys opens its gateway, and whether the clocks agree. Each is asked about a payment that nobody made. */
export const gateways: Check = {
  name: "gateways",
  run: async (signal) => (await Promise.all(questions().map((question) => askAt(question, signal)))).flat(),
};

function* pairs(): Generator<Question> {
  const { toss, stripe } = env();
  for (const [name, { secretKey }] of Object.entries(toss.pairs))
    yield {
      gateway: "Toss",
      keys: name === "widget" ? "TOSS_WIDGET_…" : "TOSS_API_…",
      url: `${toss.baseUrl}/v1/payments/orders/twotrack-doctor`,
      authorization: `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`,
    };
  if (stripe.keys)
    yield {
      gateway: "Stripe",
      keys: "STRIPE_…",
      url: `${stripe.apiUrl}/v1/payment_intents/pi_twotrackdoctor`,
      authorization: `Bearer ${stripe.keys.secretKey}`,
    };
}

const questions = () => [...pairs()];

async function askAt(
  { gateway, keys, url, authorization }: Question,
  signal: AbortSignal,
): Promise<Finding[]> {
  const answer = await fetch(url, { headers: { authorization }, signal }).catch(codeOf);
  if (typeof answer === "string") return [fail("gateway_silent", { gateway, why: answer })];
  await answer.body?.cancel();
  const apart = Math.round((Date.parse(answer.headers.get("date") ?? "") - now().getTime()) / 1_000);
  return [
    // Who asks about a payment that is not there is told so only with keys that open.
    answer.status === 404
      ? pass("keys_good", { gateway, keys })
      : fail("keys_refused", { gateway, keys, status: answer.status }),
    ...clockOf(gateway, apart),
  ];
}

/** What follows from how many seconds a gateway's clock is ahead of ours. */
export function clockOf(gateway: string, apart: number): Finding[] {
  if (Number.isNaN(apart)) return [];
  const told = { gateway, seconds: apart };
  if (Math.abs(apart) >= tooManySeconds) return [fail("clock_off", told)];
  return [Math.abs(apart) >= aboutSeconds ? warn("clock_off", told) : pass("clock_good", told)];
}
