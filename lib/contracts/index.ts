import { createOrder } from "./orders";
import { confirmToss, issueVirtualAccount, paymentStatus, readyToss } from "./payments";

/** Every JSON operation of the API. Tests walk this list, so a new endpoint cannot be forgotten. */
export const operations = [createOrder, readyToss, issueVirtualAccount, confirmToss, paymentStatus] as const;
