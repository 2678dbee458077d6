import { createOrder } from "./orders";
import { confirmToss, paymentStatus, readyToss } from "./payments";

/** Every JSON operation of the API. Tests walk this list, so a new endpoint cannot be forgotten. */
export const operations = [createOrder, readyToss, confirmToss, paymentStatus] as const;
