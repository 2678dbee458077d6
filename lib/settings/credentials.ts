import { createHash } from "node:crypto";

/** A client key for the browser and its secret key for the server, of one family and one environment. */
export type KeyPair = { clientKey: string; secretKey: string };

/** What the environment says about one gateway. */
export type GatewaySettings = {
  /** Where its API answers. */
  apiUrl: string;
  /** The script that draws its part of the order sheet. */
  scriptUrl: string;
  /** Whether the built-in emulator answers in its place. */
  emulated: boolean;
};

/** Where an emulator answers: the shop's server, and browsers. */
export type Emulator = { url: string; publicUrl: string };

/** What a gateway's script may load on a shopper's page, as sources of a Content-Security-Policy. */
export type PageSources = { files: string; calls: string; frames: string; forms: string };

/** Toss's keys begin with the environment, Stripe's have it second. */
export const isLive = (key: string) => /^(live|[a-z]+_live)_/.test(key);

/**
 * Identifies the account that a secret key opens, without revealing the key. Today's Stripe keys contain the account's ID,
 * so a rolled key opens the same account. Of any other key only a fingerprint is known, and a rolled one may belong to
 * another account.
 */
export function accountOf(secretKey: string): string {
  const [, stripes] = /^[sr]k_(?:test|live)_5(1\w{15})\w{16,}$/.exec(secretKey) ?? [];
  return stripes
    ? `acct_${stripes}`
    : `key_${createHash("sha256").update(secretKey).digest("hex").slice(0, 16)}`;
}
