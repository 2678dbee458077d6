import { requestCancel } from "./cancel-requests";
import { capturePayment } from "./captures";
import { listOrders } from "./order-list";
import { createOrder } from "./orders";
import { paymentStatus } from "./payments";
import { cancelToss, nameRefundAccount, refundStripe } from "./refunds";
import { listSettlements } from "./settlement-list";
import { checkoutStripe, confirmStripe, intentStripe, verifyStripe } from "./stripe";
import { confirmToss, issueVirtualAccount, readyToss } from "./toss";

/** All JSON operations of the API. Tests iterate over this list, so a new endpoint cannot be forgotten. */
export const operations = [
  createOrder,
  listOrders,
  requestCancel,
  readyToss,
  issueVirtualAccount,
  confirmToss,
  checkoutStripe,
  intentStripe,
  confirmStripe,
  verifyStripe,
  capturePayment,
  cancelToss,
  nameRefundAccount,
  refundStripe,
  paymentStatus,
  listSettlements,
] as const;
