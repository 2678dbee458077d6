import type { Said } from "./gateway";

/** Maximum length of a stored message, in characters. */
const longest = 400;

/**
 * A gateway's explanation of a rejection, safe to store and log: email addresses, keys, client secrets and long numbers
 * (cards, accounts, phones) are masked.
 */
export const saidSafely = ({ status, message, param, requestId }: Said): Said => ({
  status,
  message: mask(message).slice(0, longest),
  param: param && mask(param).slice(0, longest),
  requestId: requestId?.slice(0, longest) ?? null,
});

const mask = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .replace(/[^\s@<>"'()]+@[^\s@<>"'()]+/gu, "[e-mail]")
    .replace(/\b(?:[rsp]k|whsec)_\w[\w*]*/g, "[key]")
    .replace(/\b(?:test|live)_(?:g?[sc]k)_\w+/g, "[key]")
    .replace(/_secret_\w+/g, "_secret_[hidden]")
    .replace(/(?<!\w)\+?\d(?:[\d .-]{5,}\d)(?!\w)/g, "[number]");
