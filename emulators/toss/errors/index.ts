import type { Language } from "../../kit/text";
import { cancelErrors } from "./cancel";
import { paymentErrors } from "./payment";
import { requestErrors } from "./request";

const catalog = { ...paymentErrors, ...cancelErrors, ...requestErrors };

export type { Language };
export type ErrorCode = keyof typeof catalog;

/** An expected refusal: returned, never thrown. */
export type Refusal = {
  refused: ErrorCode;
};

export function refuse(code: ErrorCode): Refusal {
  return { refused: code };
}

export function isRefusal(outcome: object): outcome is Refusal {
  return "refused" in outcome;
}

export const errorCodes = Object.keys(catalog).filter(isErrorCode);

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(catalog, code);
}

export function statusOf(code: ErrorCode): number {
  return catalog[code][0];
}

export function describeError(code: ErrorCode, language: Language): { code: ErrorCode; message: string } {
  const [, korean, english] = catalog[code];
  return { code, message: language === "en" ? english : korean };
}
