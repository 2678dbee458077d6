"use client";

import NextLink, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";

/** A link of the shop. While the next page is on its way, a thin line at the top of the screen says so. */
export function Link({ children, ...props }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink {...props}>
      {/* Not bare beside another element: in a browser that translates pages it would stay as it was. */}
      {typeof children === "string" ? <span>{children}</span> : children}
      <OnItsWay />
    </NextLink>
  );
}

/** Always there and only then seen, and not at all when the page comes at once. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden="true"
      className={`pointer-events-none fixed inset-x-0 top-0 z-30 h-1 origin-left bg-accent ${
        pending ? "animate-approach" : "invisible"
      }`}
    />
  );
}
