/** The gateway's true state of one payment's money, whatever anybody was told about it. */
export type TrueMoney = {
  /** The key the shop knows it by: the page's key if there is a page, otherwise the payment's. */
  key: string;
  /** The gateway account it is in; null if the gateway has only one account. */
  account: string | null;
  /** Our attempt it was opened for, even if the gateway's record was changed later. */
  orderId: string;
  /** What was taken and not reversed, and how much of that was refunded, in minor units. */
  taken: number;
  given: number;
  /** The most that was ever taken and ever refunded: a bank may undo both. */
  everTaken: number;
  everGiven: number;
  /** Whether the money came without the shop waiting for it, so that only news or a look can report it. */
  cameUnasked: boolean;
  /** Whether it was taken by a request whose sender had already timed out. */
  cameLate: boolean;
  /** Whether it may still take money without a request from us. */
  isOpen: boolean;
  /** The gateway's fee, once the gateway has reported it. */
  fee: number | null;
  /** What banks have taken back for cardholders and not returned. */
  disputed: number;
  /** Our refunds that the gateway accepted, listed once per acceptance. */
  refundIds: string[];
};

/** One row of a gateway's list of what happened. */
export type Row = { transaction: string; at: Date };

/** What is left of the shopper's money after refunds. */
export const left = ({ taken, given }: TrueMoney) => taken - given;
