/** What a gateway itself has of one payment's money, whatever anybody was told of it. */
export type TrueMoney = {
  /** By which the shop knows the payment: the key of a page where there is one, else of the payment itself. */
  key: string;
  /** The account at the gateway in which it is; null where there is only one. */
  account: string | null;
  /** The attempt of ours for which it was begun, whatever the gateway says by now. */
  orderId: string;
  /** What it has taken and not lost again, and what of that it gave back. */
  taken: number;
  given: number;
  /** The most that it ever took and gave back: a bank may undo both. */
  everTaken: number;
  everGiven: number;
  /** True of money whose coming nobody at the shop waited for, so that only news or a look tells of it. */
  cameUnasked: boolean;
  /** True when it was taken on account of a request whose sender had given up waiting. */
  cameLate: boolean;
  /** True while it may still take money without being asked. */
  isOpen: boolean;
  /** What it kept for itself, once it has said so. */
  fee: number | null;
  /** What banks took back of it for their cardholders, and have not returned. */
  disputed: number;
  /** The refunds of ours that it took on, each as often as it did. */
  refundIds: string[];
};

/** A row of a gateway's own list of what happened. */
export type Row = { transaction: string; at: Date };

/** What is kept of the shopper's money. */
export const left = ({ taken, given }: TrueMoney) => taken - given;
