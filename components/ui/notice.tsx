import type { ReactNode } from "react";

const looks = {
  danger: "bg-danger-wash text-danger",
  notice: "bg-notice-wash text-notice",
  good: "bg-accent-wash text-accent-deep",
} as const;

/** A short message that must not be missed. `children` may include a way out. */
export function Notice({ look, children }: { look: keyof typeof looks; children: ReactNode }) {
  return (
    <div className={`rounded-xl px-4 py-3.5 text-[0.9375rem] leading-relaxed ${looks[look]}`}>{children}</div>
  );
}
