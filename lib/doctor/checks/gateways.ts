import { days, later, now } from "../../clock";
import type { GatewayName, PairName } from "../../contracts/gateways";
import { settlementParts } from "../../contracts/settlements";
import { gateway } from "../../gateways";
import { traitsOf } from "../../gateways/all-traits";
import type { Named } from "../../gateways/gateway";
import { listsOfShop } from "../../payments/lists";
import { seoulDate } from "../../seoul";
import { env } from "../../settings/env";
import { type Check, type Finding, fail, pass, warn } from "../finding";

/** Clock differences that warn and fail, in seconds: Stripe's signatures tolerate 300, authenticator codes 30. */
const [aboutSeconds, tooManySeconds] = [5, 30];

const settings: Record<PairName, string> = { widget: "TOSS_WIDGET_…", api: "TOSS_API_…", stripe: "STRIPE_…" };

/** A payment that does not exist: only valid keys get the answer that it was not found. */
const nobodys: Record<GatewayName, Named> = {
  toss: { orderId: "twotrack-doctor", paymentKey: null, sessionKey: null },
  stripe: { orderId: null, paymentKey: "pi_twotrackdoctor", sessionKey: null },
};

/** Whether each key pair is accepted by its gateway and may read settlements, and whether the clocks agree. */
export const gateways: Check = {
  name: "gateways",
  async run(signal) {
    const pairs = listsOfShop();
    const used = [...new Set(pairs.map((pair) => pair.gateway))];
    return (await Promise.all([...pairs.map(keysOf), ...used.map((name) => clockAt(name, signal))])).flat();
  },
};

type Pair = ReturnType<typeof listsOfShop>[number];

async function keysOf(pair: Pair): Promise<Finding[]> {
  const accepted = await acceptedKeys(pair);
  return accepted.is === "pass" ? [accepted, ...(await settlementsOf(pair))] : [accepted];
}

/**
 * Whether the keys may read what was sold and what was paid out. A restricted Stripe key may sell without it; its
 * permissions are separate for balance transactions and payouts.
 */
async function settlementsOf({ gateway: name, keyPair }: Pair): Promise<Finding[]> {
  const day = seoulDate(later(now(), -days(2)));
  const told = { gateway: traitsOf(name).label, keys: settings[keyPair] };
  const read = await Promise.all(
    settlementParts.map((part) => gateway(name).settlement(keyPair, { part, day }, null)),
  );
  const refused = read.find((answer) => answer.is === "unknown" && answer.why === "setup");
  if (refused?.is === "unknown")
    return [warn("settlements_refused", { ...told, why: refused.code ?? refused.why })];
  return [];
}

async function acceptedKeys({ gateway: name, keyPair }: Pair): Promise<Finding> {
  const told = { gateway: traitsOf(name).label, keys: settings[keyPair] };
  const look = await gateway(name).look(keyPair, nobodys[name]);
  if (look.is !== "unknown") return pass("keys_good", told);
  const why = look.code ?? look.why;
  return look.why === "setup"
    ? fail("keys_refused", { ...told, why })
    : fail("gateway_silent", { ...told, why });
}

/** Every response has the time, even without keys. A gateway that does not respond is reported by the key check. */
async function clockAt(name: GatewayName, signal: AbortSignal): Promise<Finding[]> {
  const answer = await fetch(env()[name].apiUrl, { method: "HEAD", signal }).catch(() => undefined);
  const at = Date.parse(answer?.headers.get("date") ?? "");
  return clockOf(traitsOf(name).label, Math.round((at - now().getTime()) / 1_000));
}

/** Findings for how many seconds a gateway's clock is ahead of ours. */
export function clockOf(gateway: string, apart: number): Finding[] {
  if (Number.isNaN(apart)) return [];
  const told = { gateway, seconds: apart };
  if (Math.abs(apart) >= tooManySeconds) return [fail("clock_off", told)];
  return [Math.abs(apart) >= aboutSeconds ? warn("clock_off", told) : pass("clock_good", told)];
}
