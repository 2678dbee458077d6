import { leastChargeCents, mostChargeUnits, settlementCurrency } from "../rules";

/** A currency's minor-unit digits, and the value of a million of its whole units in US dollars. */
type Currency = {
  digits: 0 | 2 | 3;
  perMillion: number;
  /** The minimum charge in minor units, if the gateway defines one for this currency. */
  least?: number;
  /** Amounts must be a multiple of this. */
  step?: number;
};

/** The gateway's own table: it matches neither ISO 4217 nor what browsers use. */
const currencies: Record<string, Currency> = {
  usd: { digits: 2, perMillion: 1_000_000, least: 50 },
  aed: { digits: 2, perMillion: 272_294, least: 200 },
  aud: { digits: 2, perMillion: 655_000, least: 50 },
  bhd: { digits: 3, perMillion: 2_652_500, step: 10 },
  bif: { digits: 0, perMillion: 338 },
  brl: { digits: 2, perMillion: 185_000, least: 50 },
  cad: { digits: 2, perMillion: 720_000, least: 50 },
  chf: { digits: 2, perMillion: 1_240_000, least: 50 },
  clp: { digits: 0, perMillion: 1_060 },
  cny: { digits: 2, perMillion: 139_500 },
  czk: { digits: 2, perMillion: 47_500, least: 1_500 },
  djf: { digits: 0, perMillion: 5_615 },
  dkk: { digits: 2, perMillion: 155_000, least: 250 },
  eur: { digits: 2, perMillion: 1_160_000, least: 50 },
  gbp: { digits: 2, perMillion: 1_320_000, least: 30 },
  gnf: { digits: 0, perMillion: 115 },
  hkd: { digits: 2, perMillion: 128_500, least: 400 },
  huf: { digits: 2, perMillion: 2_980, least: 17_500 },
  idr: { digits: 2, perMillion: 60 },
  inr: { digits: 2, perMillion: 11_250, least: 50 },
  isk: { digits: 2, perMillion: 7_950, step: 100 },
  jod: { digits: 3, perMillion: 1_410_400, step: 10 },
  jpy: { digits: 0, perMillion: 6_450, least: 50 },
  kmf: { digits: 0, perMillion: 2_360 },
  krw: { digits: 0, perMillion: 685 },
  kwd: { digits: 3, perMillion: 3_255_000, step: 10 },
  mga: { digits: 0, perMillion: 222 },
  mxn: { digits: 2, perMillion: 54_500, least: 1_000 },
  myr: { digits: 2, perMillion: 241_000, least: 200 },
  nok: { digits: 2, perMillion: 98_500, least: 300 },
  nzd: { digits: 2, perMillion: 565_000, least: 50 },
  omr: { digits: 3, perMillion: 2_600_800, step: 10 },
  php: { digits: 2, perMillion: 17_000 },
  pln: { digits: 2, perMillion: 273_000, least: 200 },
  pyg: { digits: 0, perMillion: 141 },
  ron: { digits: 2, perMillion: 228_000, least: 200 },
  rwf: { digits: 0, perMillion: 688 },
  sek: { digits: 2, perMillion: 105_000, least: 300 },
  sgd: { digits: 2, perMillion: 768_000, least: 50 },
  thb: { digits: 2, perMillion: 30_800, least: 1_000 },
  tnd: { digits: 3, perMillion: 339_000, step: 10 },
  try: { digits: 2, perMillion: 23_600 },
  twd: { digits: 2, perMillion: 32_000 },
  ugx: { digits: 2, perMillion: 276, step: 100 },
  vnd: { digits: 0, perMillion: 38 },
  vuv: { digits: 0, perMillion: 8_200 },
  xaf: { digits: 0, perMillion: 1_770 },
  xof: { digits: 0, perMillion: 1_770 },
  xpf: { digits: 0, perMillion: 9_720 },
  zar: { digits: 2, perMillion: 57_900 },
};

export const currencyCodes = Object.keys(currencies);

export function isCurrency(code: string): boolean {
  return Object.hasOwn(currencies, code);
}

/** The amount in minor units of the settlement currency, rounded half up. */
export function inSettlement(amount: number, currency: string): number {
  const { digits, perMillion } = known(currency);
  return Math.round((amount * perMillion) / 10 ** (4 + digits));
}

/** How much one whole unit is worth in the settlement currency; null for the settlement currency itself. */
export function exchangeRate(currency: string): number | null {
  return currency === settlementCurrency ? null : known(currency).perMillion / 1_000_000;
}

export type Trouble = "too_small" | "too_large" | "uneven";

export function troubleWith(amount: number, currency: string): Trouble | null {
  const { step = 1 } = known(currency);
  if (amount > mostChargeUnits) return "too_large";
  if (amount % step !== 0) return "uneven";
  return amount >= least(currency) ? null : "too_small";
}

/** `$30.00`, `₩15,000`, `BHD 5.000`: an amount as error messages format it. */
export function written(amount: number, currency: string): string {
  const { digits } = known(currency);
  const whole = Math.trunc(amount / 10 ** digits).toLocaleString("en-US");
  const rest = digits === 0 ? "" : `.${String(amount % 10 ** digits).padStart(digits, "0")}`;
  return `${signs[currency] ?? `${currency.toUpperCase()} `}${whole}${rest}`;
}

/** The minimum charge, in minor units of the currency. */
export function least(currency: string): number {
  const { digits, perMillion, least } = known(currency);
  return least ?? Math.ceil((leastChargeCents * 10 ** (4 + digits)) / perMillion);
}

const signs: Record<string, string> = { usd: "$", eur: "€", gbp: "£", krw: "₩", jpy: "¥" };

function known(code: string): Currency {
  const currency = currencies[code];
  if (!currency) throw new Error(`no such currency: ${code}`);
  return currency;
}
