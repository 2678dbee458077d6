import type { Mail } from "@/db/schema";
import type { Story } from "../story";
import type { Words } from "../words";
import { authorized } from "./authorized";
import { cancelDeclined } from "./cancel-declined";
import { canceled } from "./canceled";
import { depositReversed } from "./deposit-reversed";
import { holdEnded } from "./hold-ended";
import type { Letter } from "./letter";
import { orderReceived } from "./order-received";
import { paid } from "./paid";
import { placed } from "./placed";
import { refundAccount } from "./refund-account";
import { refunded } from "./refunded";
import { shipped } from "./shipped";
import { virtualAccount } from "./virtual-account";

export type { Letter } from "./letter";

/** Writes a letter of one kind; throws if what it is about is missing. `cause` is the letter's own. */
export function writeLetter(kind: Mail["kind"], story: Story, words: Words, cause = ""): Letter {
  switch (kind) {
    case "order_received":
      return orderReceived(story, words);
    case "virtual_account":
      return virtualAccount(story, paymentOf(story), words);
    case "authorized":
      return authorized(story, paymentOf(story), words);
    case "hold_ended":
      return holdEnded(story, cause, words);
    case "paid":
      return story.order.amount === 0 ? placed(story, words) : paid(story, paymentOf(story), words);
    case "shipped":
      return shipped(story, words);
    case "deposit_reversed":
      return depositReversed(story, paymentOf(story), words);
    case "canceled":
      return canceled(story, words);
    case "cancel_declined":
      return cancelDeclined(story, requestOf(story), words);
    case "refund_account":
      return refundAccount(story, paymentOf(story), refundOf(story), words);
    case "refunded":
      return refunded(story, paymentOf(story), refundOf(story), words);
  }
}

function paymentOf({ order, payment }: Story) {
  if (!payment) throw new Error(`A letter about a payment of ${order.id} names none of its payments.`);
  return payment;
}

function requestOf({ order, request }: Story) {
  if (!request)
    throw new Error(`A letter that answers the shopper of ${order.id} names no request of theirs.`);
  return request;
}

function refundOf({ order, refund }: Story) {
  if (!refund) throw new Error(`A letter about a refund of ${order.id} names none of its refunds.`);
  return refund;
}
