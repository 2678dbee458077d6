"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import type { DeskTrouble } from "../api";
import { Trouble } from "../trouble";

const Tell = createContext<(trouble: DeskTrouble | undefined) => void>(() => {});

/** Shows a refusal above the page, where it stays when the refreshed page no longer has the button. */
export const useTellPage = () => useContext(Tell);

export function PageTrouble({ children }: { children: ReactNode }) {
  const [trouble, tell] = useState<DeskTrouble>();
  return (
    <Tell value={tell}>
      <div className="mt-4">
        <Trouble of={trouble} />
      </div>
      {children}
    </Tell>
  );
}
