"use client";

import { useState } from "react";
import { callDesk } from "./api";
import { tellOtherTabs } from "./session-end";

export function SignOut({ words }: { words: string }) {
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    if (busy) return;
    setBusy(true);
    await callDesk("/admin/api/sign-out", {});
    tellOtherTabs();
    // A full page load, so that nothing that was visible stays in this document.
    location.assign("/admin/sign-in");
  };
  return (
    <button
      type="button"
      onClick={leave}
      aria-disabled={busy}
      className="rounded-lg px-2 py-2 font-medium text-soft hover:bg-ground"
    >
      {words}
    </button>
  );
}
