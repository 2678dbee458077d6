import type { Check } from "../finding";
import { address } from "./address";
import { backup } from "./backup";
import { books } from "./books";
import { certificate } from "./certificate";
import { database } from "./database";
import { decimals } from "./decimals";
import { gateways } from "./gateways";
import { goods } from "./goods";
import { mail } from "./mail";
import { managers } from "./managers";
import { mode } from "./mode";
import { pages } from "./pages";
import { proxy } from "./proxy";
import { secrets } from "./secrets";
import { seller } from "./seller";
import { stripeWebhook } from "./stripe-webhook";
import { webhooks } from "./webhooks";

/** All checks, in display order. */
export const checks: Check[] = [
  mode,
  address,
  certificate,
  proxy,
  gateways,
  stripeWebhook,
  webhooks,
  mail,
  database,
  backup,
  books,
  secrets,
  managers,
  goods,
  seller,
  pages,
  decimals,
];
