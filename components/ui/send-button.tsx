"use client";

import type { ReactNode } from "react";
import { Spinner } from "./spinner";
import { useHydrated } from "./use-hydrated";

type Props = {
  busy: boolean;
  look?: "main" | "quiet" | "danger";
  wide?: boolean;
  /** Its name where its words alone do not say what it is about. */
  label?: string | undefined;
  children: ReactNode;
};

const looks = {
  main: "action-main",
  quiet: "action-quiet",
  danger: "border border-danger text-danger hover:bg-danger-wash",
} as const;

/**
 * Sends a form by our script, and shows that it is on its way. Nobody can press it before that script has come: a browser
 * would send the form by itself, to a page that is only read.
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
