import {
  disputeOf,
  endedWithoutDeposit,
  isBought,
  isGivenUp,
  isGoingBack,
  paymentOf,
  type Standing,
  type Status,
  standingOf,
  wasIssuing,
} from "../status/standing";
import { type AmountLine, figureOf, linesOf } from "./amounts";
import type { Headline, Viewer } from "./headline";
import { mayAct } from "./headline";
import { type Delivery, type Said, saysOf } from "./says";

export type Sign = "good" | "quiet" | "back" | "bad" | "busy";

/** What the viewer can do on the page. cancel: below the receipt. find: prove ownership of the order to see more. */
export type Offer = "deposit" | "nameAccount" | "pay" | "orderAgain" | "contact" | "cancel" | "find";

/** What an order's page says, before it is put into words: the same on screen and in print. */
export type OrderPage = {
  headline: Headline;
  sign: Sign;
  /** The number under the headline, with its label. */
  figure: AmountLine;
  says: Said[];
  /** The receipt's sums, in order. */
  lines: AmountLine[];
  /** What it is when printed: a receipt says that money was paid and kept. */
  paper: "receipt" | "order";
  offers: Offer[];
};

/** Decides what an order's page says to one viewer. Amounts in minor units; pure, and correct in every state. */
export function orderPage(status: Status, viewer: Viewer, delivery: Delivery): OrderPage {
  const headline = headlineOf(status);
  return {
    headline,
    sign: signs[headline],
    figure: figureOf(status, headline),
    says: saysOf(status, headline, viewer, delivery),
    lines: linesOf(status, headline),
    paper: headline === "paid" || headline === "partially_refunded" ? "receipt" : "order",
    offers: offersOf(status, headline, viewer),
  };
}

export function headlineOf(status: Status): Headline {
  const standing = standingOf(status);
  if (isBought(standing)) return headlineOfBought(status, standing);
  if (standing === "checking" && wasIssuing(status)) return "issuing";
  if (standing === "declined" && wasIssuing(status)) return "notIssued";
  if (isGivenUp(status)) return "ending";
  return endedWithoutDeposit(status) ? "undeposited" : standing;
}

/** What a bank holds is mentioned before what the shop refunded: the shop can refund no more. */
function headlineOfBought(status: Status, standing: Standing): Headline {
  const payment = paymentOf(status.payments);
  // A free order has no payment.
  if (!payment) return "placed";
  if (standing === "refunded") return standing;
  const { disputed, lost } = disputeOf(status, payment);
  if (disputed > 0) return "disputed";
  if (lost > 0) return "disputeLost";
  return isGoingBack(status) ? "goingBack" : standing;
}

const signs: Record<Headline, Sign> = {
  paid: "good",
  authorized: "good",
  placed: "good",
  partially_refunded: "back",
  refunded: "back",
  goingBack: "back",
  disputed: "bad",
  disputeLost: "bad",
  checking: "busy",
  issuing: "busy",
  waiting_for_deposit: "quiet",
  ending: "quiet",
  in_review: "bad",
  declined: "bad",
  notIssued: "bad",
  open: "quiet",
  requires_action: "quiet",
  expired: "quiet",
  undeposited: "quiet",
  canceled: "quiet",
};

function offersOf(status: Status, headline: Headline, viewer: Viewer): Offer[] {
  const { action } = status.next;
  const acts = mayAct(viewer);
  const offers: Offer[] = [];
  // A viewer who came from a letter has no owner's rights but sees the account, because it is in the letter.
  if (headline === "waiting_for_deposit" && status.virtual_account) offers.push("deposit");
  if (viewer === "owner" && action === "name_account") offers.push("nameAccount");
  else if (action === "contact_shop" || headline === "disputed" || headline === "disputeLost")
    offers.push("contact");
  else if (acts && payable.has(headline)) offers.push("pay");
  else if (acts && ended.has(headline)) offers.push("orderAgain");
  if (acts && mayCancel(status)) offers.push("cancel");
  if (!acts) offers.push("find");
  return offers;
}

const payable: ReadonlySet<Headline> = new Set(["open", "requires_action", "declined", "notIssued"]);
const ended: ReadonlySet<Headline> = new Set(["expired", "undeposited", "canceled"]);

/** Whether a paid order can be refunded at the shopper's request. An unpaid one simply expires. */
const mayCancel = ({ cancel, payments }: Status) =>
  cancel.goes_back !== null &&
  (cancel.way === "ask" || cancel.way === "refund") &&
  paymentOf(payments) !== undefined;
