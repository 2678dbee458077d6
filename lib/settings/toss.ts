import { z } from "zod";
import { acquirers } from "../contracts/acquisition";
import { keyPairsOf, type TossPairName } from "../contracts/gateways";
import { cardCompanies, type FreeInstallments, maxInstallmentMonths } from "../contracts/installments";
import { type Emulator, type GatewaySettings, isLive, type KeyPair, type PageSources } from "./credentials";

// What the environment says about Toss. A fault names variables and never a value.

const Company = z.enum(cardCompanies);
const Months = z.coerce.number().int().min(2).max(maxInstallmentMonths);

/** `41 2 3, 61 2 3 4`: for each card company the numbers of months. Undefined if the text is anything else. */
function parseFreeInstallments(text: string): FreeInstallments[] | undefined {
  const plans = text.split(",").map((plan) => {
    const [company, ...months] = plan.trim().split(/\s+/);
    return { company, months: [...new Set(months)] };
  });
  const parsed = z.array(z.object({ company: Company, months: z.array(Months).min(1) })).safeParse(plans);
  if (!parsed.success || new Set(parsed.data.map(({ company }) => company)).size < plans.length)
    return undefined;
  return parsed.data.map(({ company, months }) => ({ company, months: months.sort((a, b) => a - b) }));
}

export const TossVariables = {
  TOSS_WIDGET_CLIENT_KEY: z.string().optional(),
  TOSS_WIDGET_SECRET_KEY: z.string().optional(),
  TOSS_API_CLIENT_KEY: z.string().optional(),
  TOSS_API_SECRET_KEY: z.string().optional(),
  TOSS_FREE_INSTALLMENTS: z
    .string()
    .transform(parseFreeInstallments)
    .refine(
      (plans) => plans !== undefined,
      "must name card companies by Toss's codes, each once and with its months from 2 to 12, such as 41 2 3, 61 2 3 4",
    )
    .optional(),
  TOSS_CARD_POINTS: z.enum(["on", "off"]).default("off"),
  TOSS_ACQUISITION: z.enum(acquirers).default("automatic"),
  TOSS_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  TOSS_SDK_URL: z.url({ protocol: /^https?$/ }).optional(),
  EMULATOR_TOSS_PORT: z.coerce.number().int().min(1).max(65_535).default(4010),
};

type Variables = Partial<z.output<z.ZodObject<typeof TossVariables>>>;

export type TossPairs = Partial<Record<TossPairName, KeyPair>>;

/** What the shop's contract with Toss lets its payment window offer for cards. */
export type TossCardOffers = {
  /** The installments whose interest the shop pays; empty if none. */
  freeInstallments: FreeInstallments[];
  /** Whether shoppers may pay with the points of their card company. */
  cardPoints: boolean;
};

export type TossSettings = GatewaySettings & {
  pairs: TossPairs;
  /** Undefined if the contract has neither. */
  cardOffers: TossCardOffers | undefined;
  /** Who has card payments acquired, by the shop's contract. */
  acquisition: (typeof acquirers)[number];
};

/** The emulator's own pairs. They open nothing but the emulator, so they are not secret. */
const emulatorPairs = {
  widget: {
    clientKey: "test_gck_emulator_widget0000000000",
    secretKey: "test_gsk_emulator_widget0000000000",
  },
  api: { clientKey: "test_ck_emulator_api00000000000000", secretKey: "test_sk_emulator_api00000000000000" },
} satisfies TossPairs;

/** Key prefixes by family. Source: Toss developer center, "API keys". */
const families = {
  widget: { client: "gck", secret: "gsk" },
  api: { client: "ck", secret: "sk" },
} as const;

/** The valid pairs. What is wrong with the others is added to `faults`. */
export function readTossPairs(vars: Variables, faults: string[]): TossPairs {
  const pairs: TossPairs = {};
  for (const name of keyPairsOf.toss) {
    const pair = readPair(name, vars, faults);
    if (pair) pairs[name] = pair;
  }
  if (pairs.widget && pairs.api && isLive(pairs.widget.clientKey) !== isLive(pairs.api.clientKey))
    faults.push("TOSS_WIDGET_… and TOSS_API_… are of two environments: test keys beside live keys.");
  if (pairs.widget && cardOffersIn(vars))
    faults.push(
      "TOSS_FREE_INSTALLMENTS and TOSS_CARD_POINTS are for the payment window, which TOSS_API_… keys alone open: " +
        "with TOSS_WIDGET_… keys, set both up in Toss's console.",
    );
  return pairs;
}

function cardOffersIn({
  TOSS_FREE_INSTALLMENTS: freeInstallments = [],
  TOSS_CARD_POINTS: points,
}: Variables): TossCardOffers | undefined {
  const cardPoints = points === "on";
  return freeInstallments.length > 0 || cardPoints ? { freeInstallments, cardPoints } : undefined;
}

function readPair(name: TossPairName, vars: Variables, faults: string[]): KeyPair | undefined {
  const clientName = `TOSS_${name.toUpperCase() as Uppercase<TossPairName>}_CLIENT_KEY` as const;
  const secretName = `TOSS_${name.toUpperCase() as Uppercase<TossPairName>}_SECRET_KEY` as const;
  const [clientKey, secretKey] = [vars[clientName], vars[secretName]];
  if (!clientKey && !secretKey) return undefined;
  if (!clientKey || !secretKey) {
    const missing = clientKey ? secretName : clientName;
    faults.push(`${missing} is missing: ${clientName} and ${secretName} go together.`);
    return undefined;
  }
  const before = faults.length;
  const family = families[name];
  if (!new RegExp(`^(test|live)_${family.client}_\\w+$`).test(clientKey))
    faults.push(`${clientName} must begin with test_${family.client}_ or live_${family.client}_.`);
  if (!new RegExp(`^(test|live)_${family.secret}_\\w+$`).test(secretKey))
    faults.push(`${secretName} must begin with test_${family.secret}_ or live_${family.secret}_.`);
  if (isLive(clientKey) !== isLive(secretKey))
    faults.push(`${clientName} and ${secretName} are of two environments: one is test, the other live.`);
  return faults.length === before ? { clientKey, secretKey } : undefined;
}

export const tossSettings = (
  vars: Variables,
  pairs: TossPairs,
  emulator: Emulator | undefined,
): TossSettings => ({
  apiUrl: vars.TOSS_BASE_URL ?? emulator?.url ?? "https://api.tosspayments.com",
  scriptUrl: vars.TOSS_SDK_URL ?? (emulator ? `${emulator.publicUrl}/v2/standard` : tossScript.url),
  // What the contract offers with cards is offered in the window alone, so that the emulator shows it.
  pairs: emulator ? (cardOffersIn(vars) ? { api: emulatorPairs.api } : emulatorPairs) : pairs,
  cardOffers: cardOffersIn(vars),
  acquisition: vars.TOSS_ACQUISITION ?? "automatic",
  emulated: emulator !== undefined,
});

/** The real script, and why shoppers' pages load it from another server (PCI DSS 4.0.1, 6.4.3). */
export const tossScript = {
  url: "https://js.tosspayments.com/v2/standard",
  why: "Toss's payment window and widget. Toss publishes it at this address only.",
};

/**
 * The real script uses many of Toss's own hosts, and its frame goes on to the card companies' pages, whose addresses are not
 * published.
 */
export function tossSources(scriptUrl: string): PageSources {
  const { hostname, origin } = new URL(scriptUrl);
  const isReal = hostname === "tosspayments.com" || hostname.endsWith(".tosspayments.com");
  const own = isReal ? "https://*.tosspayments.com" : origin;
  return { files: own, calls: own, frames: isReal ? "https:" : origin, forms: own };
}
