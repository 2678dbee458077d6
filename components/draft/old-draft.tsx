"use client";

import { useEffect } from "react";
import { forgetOldDraft } from "./draft";

/**
 * On every page of the shop: a shopper who does not return to the order sheet leaves no name and address behind for
 * long.
 */
export function OldDraft() {
  useEffect(() => forgetOldDraft(), []);
  return null;
}
