"use client";

import NextLink, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";

/** A link within the shop. While the next page is loading, a thin line shows at the top of the screen. */
export function Link({ children, ...props }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink {...props}>
      {/* Not a bare text node beside an element: a browser that translates pages would leave it untranslated. */}
      {typeof children === "string" ? <span>{children}</span> : children}
      <OnItsWay />
    </NextLink>
  );
}

/** Always present but visible only while loading; never shown if the page loads at once. */
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
