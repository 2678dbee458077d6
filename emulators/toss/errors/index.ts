import type { Language } from "../../kit/text";
import { cancelErrors } from "./cancel";
import { paymentErrors } from "./payment";
import { requestErrors } from "./request";

const catalogue = { ...paymentErrors, ...cancelErrors, ...requestErrors };

export type { Language };
export type ErrorCode = keyof typeof catalogue;

/** An expected "no": returned, never thrown. */
export interface Refusal {
  refused: ErrorCode;
}

export function refuse(code: ErrorCode): Refusal {
  return { refused: code };
}

export function isRefusal(outcome: object): outcome is Refusal {
  return "refused" in outcome;
}

export const errorCodes = Object.keys(catalogue).filter(isErrorCode);

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(catalogue, code);
}

export function statusOf(code: ErrorCode): number {
  return catalogue[code][0];
}

export function describeError(code: ErrorCode, language: Language): { code: ErrorCode; message: string } {
  const [, korean, english] = catalogue[code];
  return { code, message: language === "en" ? english : korean };
}
