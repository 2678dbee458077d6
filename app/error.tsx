"use client";

import type { ComponentProps } from "react";
import { Broken } from "@/components/ui/broken";

/** Shown if not even the frame around the pages can be rendered. */
export default function ErrorPage(props: ComponentProps<typeof Broken>) {
  return (
    <main className="page">
      <Broken {...props} />
    </main>
  );
}
