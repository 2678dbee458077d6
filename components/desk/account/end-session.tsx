"use client";

import { useRouter } from "next/navigation";
import { SendButton } from "../send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Props = { session: string; label?: string; words: string };

/** Ends a session of one's own, or all others. */
export function EndSession({ session, label, words }: Props) {
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/sessions/end");
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        send({ session }, () => router.refresh());
      }}
    >
      <SendButton busy={busy} look="quiet" label={label}>
        {words}
      </SendButton>
      <Trouble of={trouble} />
    </form>
  );
}
