"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { controlLook, Labeled } from "@/components/ui/labeled";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** How long a note may be, in characters. */
const longest = 500;

/** Adds a note to the order. */
export function NoteForm({ order }: { order: string }) {
  const t = useTranslations("deskOrder.notes");
  const router = useRouter();
  const [note, setNote] = useState("");
  const [isMissing, setMissing] = useState(false);
  const { send, busy, trouble } = useSend("/admin/api/orders/note");
  return (
    <form
      method="post"
      noValidate
      aria-label={t("add")}
      className="mt-4 grid gap-3"
      onSubmit={async (event) => {
        event.preventDefault();
        if (note.trim() === "") return setMissing(true);
        await send({ order, note: note.trim() }, () => {
          setNote("");
          router.refresh();
        });
      }}
    >
      <Labeled name="note" label={t("label")} fault={isMissing ? t("missing") : undefined}>
        {(control) => (
          <textarea
            {...control}
            name="note"
            rows={2}
            maxLength={longest}
            value={note}
            onChange={({ target }) => {
              // A note is one paragraph.
              setNote(target.value.replaceAll("\n", " "));
              setMissing(false);
            }}
            className={`${controlLook} h-auto w-full px-4 py-3 leading-relaxed`}
          />
        )}
      </Labeled>
      <Trouble of={trouble} />
      <div>
        <SendButton busy={busy} look="quiet">
          {t("add")}
        </SendButton>
      </div>
    </form>
  );
}
