"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Runs the shop's checks of what it needs to sell. */
export function LookAgain({ children }: { children: ReactNode }) {
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/doctor");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send({}, () => router.refresh());
      }}
    >
      <SendButton busy={busy}>{children}</SendButton>
      <Trouble of={trouble} />
    </form>
  );
}
