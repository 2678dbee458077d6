"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { randomId } from "@/components/random-id";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import { majorUnits, typedAmount } from "@/lib/money";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";
import { useTellPage } from "./page-trouble";
import { useMoney } from "./use-money";

type Props = {
  payment: string;
  /** In minor units of the currency. */
  held: number;
  currency: string;
};

/** Captures in two steps: staff read what will happen before they confirm. */
export function CaptureForm({ payment, held, currency }: Props) {
  const t = useTranslations("deskOrder.capture");
  const router = useRouter();
  const money = useMoney(currency);
  const { register, handleSubmit, formState } = useForm({ defaultValues: { amount: "" } });
  const [shown, setShown] = useState<number>();
  const [outcome, setOutcome] = useState<"done" | "unanswered">();
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/payments/capture");
  const keyed = useRef({ amount: 0, key: "" });
  const tellPage = useTellPage();
  /** An empty field means everything that is held. */
  const amountIn = (text: string) => (text.trim() === "" ? held : typedAmount(text, currency));

  const press = async (amount: number) => {
    // One key per amount, however often it is pressed.
    if (keyed.current.amount !== amount) keyed.current = { amount, key: randomId() };
    const done = (_: unknown, status: number) => {
      setOutcome(status === 202 ? "unanswered" : "done");
      router.refresh();
    };
    const refused = await send({ payment, amount }, done, { idempotencyKey: keyed.current.key });
    if (!refused || refused.code === "unreachable") return;
    setShown(undefined);
    // The refused capture is over, and the same one may be sent again.
    keyed.current = { amount: 0, key: "" };
    tellPage(refused);
    router.refresh();
  };

  if (outcome)
    return (
      <div role="status" className="mt-4">
        <Notice look={outcome === "done" ? "good" : "notice"}>{t(outcome)}</Notice>
      </div>
    );
  if (shown !== undefined)
    return (
      <form
        method="post"
        className="mt-4 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          press(shown);
        }}
      >
        <p className="text-lg leading-relaxed font-semibold">{t("will", { amount: money(shown) })}</p>
        <p className="text-[0.9375rem] leading-relaxed text-soft">
          {shown < held ? t("releases", { released: money(held - shown) }) : t("all")}
        </p>
        <Trouble of={trouble} />
        <div className="flex flex-wrap gap-3">
          <SendButton busy={busy}>{t("press", { amount: money(shown) })}</SendButton>
          <button
            type="button"
            className="action action-quiet"
            onClick={() => setShown(undefined)}
            disabled={busy}
          >
            {t("back")}
          </button>
        </div>
      </form>
    );
  return (
    <form
      method="post"
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={handleSubmit(({ amount }) => {
        setTrouble(undefined);
        tellPage(undefined);
        setShown(amountIn(amount));
      })}
    >
      <p className="text-sm leading-relaxed text-soft">{t("lead")}</p>
      <Field
        {...register("amount", {
          validate: (text) => {
            const amount = amountIn(text);
            return amount !== undefined && amount > 0 && amount <= held;
          },
        })}
        label={t("amount", { held: money(held) })}
        inputMode="decimal"
        autoComplete="off"
        placeholder={majorUnits({ amount: held, currency })}
        fault={formState.errors.amount && t("fault", { held: money(held) })}
      />
      <SendButton busy={false}>{t("preview")}</SendButton>
    </form>
  );
}
