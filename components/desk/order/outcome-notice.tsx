import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

/** Replaces a form that was sent: it is done, or the gateway has not answered yet. */
export function OutcomeNotice({ of, children }: { of: "done" | "unanswered"; children: ReactNode }) {
  return (
    <div role="status" className="mt-4">
      <Notice look={of === "done" ? "good" : "notice"}>{children}</Notice>
    </div>
  );
}
