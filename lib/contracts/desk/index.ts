import {
  addStaff,
  askTimeLeft,
  beginSecondFactor,
  changePassword,
  changeStaff,
  endSecondFactor,
  endSession,
  finishSecondFactor,
  proveSecondFactor,
  removeFactor,
  renewRecoveryCodes,
  resetStaff,
  signIn,
  signOut,
} from "./account";
import { hearAlarmAtDesk, silenceAlarmAtDesk } from "./alarms";
import { importStatementAtDesk } from "./bank";
import { diagnoseAtDesk } from "./doctor";
import { workOnInbox } from "./inbox";
import { addKey, confirmKey, endKey } from "./keys";
import {
  acceptReviewedAtDesk,
  askAgainAtDesk,
  declineCancelAtDesk,
  endUnpaidAtDesk,
  giveUpAtDesk,
  resolveNeedAtDesk,
  restockAtDesk,
  returnReviewedAtDesk,
  shipAtDesk,
} from "./order";
import { saveProductAtDesk } from "./products";
import {
  approveAtDesk,
  captureAtDesk,
  refundAtDesk,
  rejectAtDesk,
  voidAtDesk,
  withdrawAtDesk,
} from "./refunds";
import { closeMonthAtDesk, lookAtDesk, readSettlementsAgain } from "./settlements";
import { saveLogoAtDesk, saveShopAtDesk } from "./shop";
import { slowDownAtDesk } from "./slow";
import {
  addWebhook,
  removeWebhook,
  resendWebhook,
  rotateWebhook,
  switchWebhook,
  testWebhook,
} from "./webhooks";

/** Everything staff can do over HTTP. Tests iterate over this list, so no endpoint can be forgotten. */
export const deskOperations = [
  signIn,
  proveSecondFactor,
  signOut,
  changePassword,
  beginSecondFactor,
  finishSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
  askTimeLeft,
  endSession,
  addStaff,
  changeStaff,
  resetStaff,
  removeFactor,
  addKey,
  confirmKey,
  endKey,
  addWebhook,
  rotateWebhook,
  switchWebhook,
  removeWebhook,
  testWebhook,
  resendWebhook,
  saveProductAtDesk,
  saveShopAtDesk,
  saveLogoAtDesk,
  refundAtDesk,
  approveAtDesk,
  rejectAtDesk,
  withdrawAtDesk,
  captureAtDesk,
  voidAtDesk,
  acceptReviewedAtDesk,
  returnReviewedAtDesk,
  resolveNeedAtDesk,
  askAgainAtDesk,
  giveUpAtDesk,
  restockAtDesk,
  shipAtDesk,
  endUnpaidAtDesk,
  declineCancelAtDesk,
  workOnInbox,
  slowDownAtDesk,
  readSettlementsAgain,
  closeMonthAtDesk,
  lookAtDesk,
  importStatementAtDesk,
  diagnoseAtDesk,
  silenceAlarmAtDesk,
  hearAlarmAtDesk,
] as const;
