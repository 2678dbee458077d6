"use client";

import type { ReactNode } from "react";
import { Spinner } from "./spinner";
import { useHydrated } from "./use-hydrated";

type Props = {
  busy: boolean;
  look?: "main" | "quiet" | "danger";
  wide?: boolean;
  /** Its accessible name, if its text alone does not say what it is about. */
  label?: string | undefined;
  children: ReactNode;
};

const looks = {
  main: "action-main",
  quiet: "action-quiet",
  danger: "border border-danger text-danger hover:bg-danger-wash",
} as const;

/**
 * Submits a form with JavaScript, and shows that the request is in progress. Disabled until hydrated: before that a
 * browser would submit the form to a page that accepts only GET.
 */
export const SendButton = ({ busy, look = "main", wide = false, label, children }: Props) => (
  <button
    type="submit"
    disabled={!useHydrated()}
    aria-label={label}
    aria-disabled={busy}
    aria-busy={busy}
    className={`action ${looks[look]} ${wide ? "w-full" : ""}`}
  >
    {busy && <Spinner />}
    <span>{children}</span>
  </button>
);
