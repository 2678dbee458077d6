"use client";

import { useEffect } from "react";
import { forgetOldDraft } from "./draft";

/** On every page of the shop: whoever does not come back to the order sheet leaves no name and address behind for long. */
export function OldDraft() {
  useEffect(() => forgetOldDraft(), []);
  return null;
}
