"use client";

import type { ComponentProps } from "react";
import { Broken } from "@/components/ui/broken";

/** When even the frame around the pages cannot be drawn. */
export default function ErrorPage(props: ComponentProps<typeof Broken>) {
  return (
    <main className="page">
      <Broken {...props} />
    </main>
  );
}
