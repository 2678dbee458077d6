import type { ReactNode } from "react";

const looks = {
  good: "bg-accent-wash text-accent-deep",
  notice: "bg-notice-wash text-notice",
  danger: "bg-danger-wash text-danger",
  plain: "bg-ground text-soft",
} as const;
export type MarkLook = keyof typeof looks;

/** A word for a state. The word carries the meaning; the color only makes it easier to find. */
export const Mark = ({ look, children }: { look: MarkLook; children: ReactNode }) => (
  <span
    className={`inline-block rounded-md px-2 py-0.5 text-sm font-medium whitespace-nowrap ${looks[look]}`}
  >
    {children}
  </span>
);
