"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { randomId } from "@/components/random-id";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import type { DeskInput, DeskPath, DeskTrouble } from "../api";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Props<P extends DeskPath> = {
  path: P;
  /** Distinguishes several acts of one kind. */
  id: string;
  words: string;
  look?: "main" | "quiet" | "danger";
  /** What is sent; `why` is the typed reason, if one is asked for. */
  input: (why: string) => DeskInput<P>;
  /** Asks for a reason, with this label. */
  asks?: string;
  children?: ReactNode;
};

/** The maximum length of a reason, in characters. */
const longestReason = 150;

const staleCodes: ReadonlySet<DeskTrouble["code"]> = new Set(["outdated", "order_changed", "not_found"]);

/** One action on an order, with a reason if one is required. The page then shows the result. */
export function Act<P extends DeskPath>({
  path,
  id,
  words,
  look = "quiet",
  input,
  asks,
  children,
}: Props<P>) {
  const t = useTranslations("deskOrder");
  const router = useRouter();
  const [why, setWhy] = useState("");
  const [fault, setFault] = useState<"whyMissing" | "whyTooLong">();
  const [key] = useState(randomId);
  const [isDone, setDone] = useState(false);
  const { send, busy, trouble } = useSend(path);
  const press = async () => {
    if (asks && why.trim() === "") return setFault("whyMissing");
    if (why.trim().length > longestReason) return setFault("whyTooLong");
    const refused = await send(
      input(why.trim()),
      () => {
        setDone(true);
        router.refresh();
      },
      { idempotencyKey: key },
    );
    // Somebody else was faster: refreshes the page.
    if (refused && staleCodes.has(refused.code)) router.refresh();
  };
  return (
    <form
      method="post"
      noValidate
      aria-label={words}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isDone) press();
      }}
    >
      {children}
      {asks && (
        <Field
          id={`${id}-why`}
          name="why"
          label={asks}
          autoComplete="off"
          value={why}
          onChange={({ target }) => {
            setWhy(target.value);
            setFault(undefined);
          }}
          fault={fault && t(fault, { max: longestReason })}
        />
      )}
      <Trouble of={trouble} />
      <div role="status" className="empty:hidden">
        {isDone && <Notice look="good">{t("done")}</Notice>}
      </div>
      <div>
        <SendButton busy={busy || isDone} look={look}>
          {words}
        </SendButton>
      </div>
    </form>
  );
}
