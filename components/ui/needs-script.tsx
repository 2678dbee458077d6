import type { ReactNode } from "react";
import { Notice } from "./notice";

/** Shown to a browser without JavaScript, where nothing else would happen. */
export function NeedsScript({ children }: { children: ReactNode }) {
  return (
    <noscript>
      <div className="mt-4">
        <Notice look="notice">{children}</Notice>
      </div>
    </noscript>
  );
}
