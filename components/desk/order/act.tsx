"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { randomId } from "@/components/random-id";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import { maxReason } from "@/lib/contracts/reason";
import type { DeskInput, DeskPath, DeskTrouble } from "../api";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";
import { useTellPage } from "./page-trouble";

type Props<P extends DeskPath> = {
  path: P;
  /** Distinguishes several acts of one kind. */
  id: string;
  words: string;
  /** The form's accessible name, if the words alone do not say what it is about. */
  label?: string;
  look?: "main" | "quiet" | "danger";
  /** What is sent; `why` is the typed reason, if one is asked for. */
  input: (why: string) => DeskInput<P>;
  /** Checks what the act's own fields hold before anything is sent. */
  isRight?: () => boolean;
  /** Asks for a reason, with this label. */
  asks?: string;
  children?: ReactNode;
};

/** What the page shows is over: somebody else was faster, or the gateway refused. */
const overCodes: ReadonlySet<DeskTrouble["code"]> = new Set([
  "outdated",
  "order_changed",
  "not_found",
  "payment_not_open",
  "refund_declined",
]);

/** One action on an order, with a reason if one is required. The page then shows the result. */
export function Act<P extends DeskPath>({
  path,
  id,
  words,
  label = words,
  look = "quiet",
  input,
  isRight = () => true,
  asks,
  children,
}: Props<P>) {
  const t = useTranslations("deskOrder");
  const router = useRouter();
  const [why, setWhy] = useState("");
  const [fault, setFault] = useState<"whyMissing" | "whyTooLong">();
  const [key] = useState(randomId);
  const [outcome, setOutcome] = useState<"done" | "unanswered">();
  const { send, busy, trouble } = useSend(path);
  const tellPage = useTellPage();
  const press = async () => {
    if (!isRight()) return;
    if (asks && why.trim() === "") return setFault("whyMissing");
    if (why.trim().length > maxReason) return setFault("whyTooLong");
    tellPage(undefined);
    const refused = await send(
      input(why.trim()),
      (_, status) => {
        setOutcome(status === 202 ? "unanswered" : "done");
        router.refresh();
      },
      { idempotencyKey: key },
    );
    if (!refused || !overCodes.has(refused.code)) return;
    tellPage(refused);
    router.refresh();
  };
  return (
    <form
      method="post"
      noValidate
      aria-label={label}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!outcome) press();
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
          fault={fault && t(fault, { max: maxReason })}
        />
      )}
      <Trouble of={trouble && !overCodes.has(trouble.code) ? trouble : undefined} />
      <div role="status" className="empty:hidden">
        {outcome && <Notice look={outcome === "done" ? "good" : "notice"}>{t(outcome)}</Notice>}
      </div>
      <div>
        <SendButton busy={busy || outcome !== undefined} look={look}>
          {words}
        </SendButton>
      </div>
    </form>
  );
}
