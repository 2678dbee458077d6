import {
  addStaff,
  beginSecondFactor,
  changePassword,
  changeStaff,
  endSecondFactor,
  endSession,
  finishSecondFactor,
  proveSecondFactor,
  renewRecoveryCodes,
  resetStaff,
  signIn,
  signOut,
} from "./account";
import { addKey, endKey } from "./keys";

/** Everything that staff do over HTTP. Tests walk this list, so that no door can be forgotten. */
export const deskOperations = [
  signIn,
  proveSecondFactor,
  signOut,
  changePassword,
  beginSecondFactor,
  finishSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
  endSession,
  addStaff,
  changeStaff,
  resetStaff,
  addKey,
  endKey,
] as const;
