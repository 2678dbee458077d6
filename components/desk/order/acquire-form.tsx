"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { randomId } from "@/components/random-id";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";
import { useTellPage } from "./page-trouble";
import { useMoney } from "./use-money";

type Props = {
  payment: string;
  /** What is left of the payment, in minor units of the currency. */
  amount: number;
  currency: string;
};

/** Has one card payment acquired. */
export function AcquireForm({ payment, amount, currency }: Props) {
  const t = useTranslations("deskOrder.acquire");
  const router = useRouter();
  const money = useMoney(currency);
  const [outcome, setOutcome] = useState<"done" | "unanswered">();
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/payments/acquire");
  const key = useRef("");
  const tellPage = useTellPage();

  const press = async () => {
    setTrouble(undefined);
    tellPage(undefined);
    // One key, however often it is pressed.
    key.current ||= randomId();
    const done = (_: unknown, status: number) => {
      setOutcome(status === 202 ? "unanswered" : "done");
      router.refresh();
    };
    const refused = await send({ payment }, done, { idempotencyKey: key.current });
    if (!refused || refused.code === "unreachable") return;
    // The refused request is over, and the same one may be sent again.
    key.current = "";
    tellPage(refused);
    router.refresh();
  };

  if (outcome)
    return (
      <div role="status" className="mt-4">
        <Notice look={outcome === "done" ? "good" : "notice"}>{t(outcome)}</Notice>
      </div>
    );
  return (
    <form
      method="post"
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <p className="text-[0.9375rem] leading-relaxed text-soft">{t("lead", { amount: money(amount) })}</p>
      <Trouble of={trouble} />
      <SendButton busy={busy}>{t("press", { amount: money(amount) })}</SendButton>
    </form>
  );
}
