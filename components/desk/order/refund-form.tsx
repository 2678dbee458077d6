"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import type { Refundable } from "@/lib/admin/read/refundable";
import { banks } from "@/lib/contracts/banks";
import { formatMoney, majorUnits, typedAmount } from "@/lib/money";
import type { DeskInput, DeskReply } from "../api";
import { SendButton } from "../send-button";
import { Trouble } from "../trouble";
import { faultsBeside, useSend } from "../use-send";

const reasons = ["changed_mind", "defective", "wrong_item", "late", "out_of_stock", "other"] as const;
type Typed = {
  amount: string;
  reason: (typeof reasons)[number];
  words: string;
  to: "ask_shopper" | "account";
  bank: string;
  account_number: string;
  holder_name: string;
};
type Wish = DeskInput<"/admin/api/refunds">;
type Given = DeskReply<"/admin/api/refunds">["refund"];

/** Only what is done looks done. */
const looks: Record<Given["state"], "good" | "notice" | "danger"> = {
  done: "good",
  asked: "notice",
  queued: "notice",
  waiting_for_approval: "notice",
  waiting_for_account: "notice",
  failed: "danger",
};

type Props = {
  of: Refundable /** How each refund of the order stands by now, by its id. */;
  states: Record<string, Given["state"]>;
};

/** Gives money back in two steps: what is to happen is read before it is pressed. */
export function RefundForm({ of, states }: Props) {
  const t = useTranslations("deskOrder.refund");
  const locale = useLocale();
  const router = useRouter();
  const money = (amount: number) => formatMoney({ amount, currency: of.currency }, locale);
  const takesAccount = of.rules === "toss_VIRTUAL_ACCOUNT";
  const form = useForm<Typed>({
    defaultValues: {
      amount: "",
      reason: "changed_mind",
      words: "",
      to: "ask_shopper",
      bank: "",
      account_number: "",
      holder_name: "",
    },
  });
  const { errors } = form.formState;
  const [shown, setShown] = useState<Wish>();
  const [given, setGiven] = useState<Given>();
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/refunds");
  // One wish has one key however often it is pressed; another wish has another.
  const keyed = useRef({ wish: "", key: "" });

  const preview = form.handleSubmit((typed) => {
    setGiven(undefined);
    setTrouble(undefined);
    setShown(wishOf(typed, of, t(`reasons.${typed.reason}`)));
  });
  const press = async () => {
    if (!shown) return;
    const wish = JSON.stringify(shown);
    if (keyed.current.wish !== wish) keyed.current = { wish, key: crypto.randomUUID() };
    const refused = await send(
      shown,
      ({ refund }) => {
        setGiven(refund);
        setShown(undefined);
        // The next one is another one, though it says the same.
        keyed.current = { wish: "", key: "" };
        form.reset();
        router.refresh();
      },
      { idempotencyKey: keyed.current.key },
    );
    if (!refused || refused.code === "unreachable") return;
    setShown(undefined);
    if (refused.code === "refund_outdated" || refused.code === "refund_exceeds_balance") router.refresh();
    faultsBeside(refused, ["amount", "bank", "account_number", "holder_name"], form.setError);
  };

  if (shown)
    return (
      <Preview
        wish={shown}
        of={of}
        money={money}
        busy={busy}
        trouble={<Trouble of={trouble} />}
        back={() => setShown(undefined)}
        press={press}
      />
    );
  // What was not known when it was pressed may be known by now.
  const outcome = given && (states[given.id] ?? given.state);
  const news = (
    <>
      <div role="status" className="empty:hidden">
        {outcome && <Notice look={looks[outcome]}>{t(`outcome.${outcome}`)}</Notice>}
      </div>
      <Trouble of={trouble} />
    </>
  );
  // Who presses again because nothing seems to happen would give back twice.
  const isUnderWay = Object.values(states).some((state) => state === "asked" || state === "queued");
  if (isUnderWay || of.left === 0)
    return (
      <div className="mt-4 grid gap-4">
        {news}
        <p className="text-soft">{t(isUnderWay ? "wait" : "nothingLeft")}</p>
      </div>
    );
  return (
    <form method="post" noValidate onSubmit={preview} className="mt-4 grid gap-4">
      <p className="text-sm leading-relaxed text-soft">{t(`rules.${of.rules}`)}</p>
      {news}
      <Field
        {...form.register("amount", {
          validate: (text) => {
            const amount = amountIn(text, of);
            return amount !== undefined && amount > 0 && amount <= of.left;
          },
        })}
        label={t("amount", { left: money(of.left) })}
        inputMode="decimal"
        autoComplete="off"
        placeholder={majorUnits({ amount: of.left, currency: of.currency })}
        fault={errors.amount && t("faults.amount", { left: money(of.left) })}
      />
      <Select {...form.register("reason")} label={t("reason")}>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(`reasons.${reason}`)}
          </option>
        ))}
      </Select>
      <Field
        {...form.register("words", {
          maxLength: 100,
          validate: (words, { reason }) => reason !== "other" || words.trim() !== "",
        })}
        label={t("words")}
        autoComplete="off"
        maxLength={100}
        fault={errors.words && t("faults.words")}
      />
      {takesAccount && (
        <>
          <fieldset className="grid gap-2">
            <legend className="mb-1.5 text-sm font-medium text-soft">{t("to")}</legend>
            {(["ask_shopper", "account"] as const).map((to) => (
              <Choice key={to} look="line" {...form.register("to")} value={to}>
                {t(`account.${to}`)}
              </Choice>
            ))}
          </fieldset>
          {form.watch("to") === "account" && (
            <>
              <Select
                {...form.register("bank", { required: true })}
                label={t("bank")}
                fault={errors.bank && t("faults.bank")}
              >
                <option value="">{t("chooseBank")}</option>
                {banks.map((bank) => (
                  <option key={bank.code} value={bank.code}>
                    {bank[locale]}
                  </option>
                ))}
              </Select>
              <Field
                {...form.register("account_number", { required: true, pattern: /^[\d\s-]{6,30}$/ })}
                label={t("number")}
                inputMode="numeric"
                autoComplete="off"
                fault={errors.account_number && t("faults.number")}
              />
              <Field
                {...form.register("holder_name", { required: true, maxLength: 60 })}
                label={t("holder")}
                autoComplete="off"
                fault={errors.holder_name && t("faults.holder")}
              />
            </>
          )}
        </>
      )}
      <SendButton busy={false}>{t("preview")}</SendButton>
    </form>
  );
}

type PreviewProps = {
  wish: Wish;
  of: Refundable;
  money: (amount: number) => string;
  busy: boolean;
  trouble: ReactNode;
  back: () => void;
  press: () => void;
};

function Preview({ wish, of, money, busy, trouble, back, press }: PreviewProps) {
  const t = useTranslations("deskOrder.refund");
  // What stands here is what is sent, though the page behind it may have been drawn anew.
  const amount = wish.amount ?? wish.expected_left;
  const isOver = of.mayGive !== null && amount > of.mayGive;
  return (
    <form
      method="post"
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <p className="text-lg leading-relaxed font-semibold">{t("will", { amount: money(amount) })}</p>
      <ul className="grid gap-1.5 text-[0.9375rem] leading-relaxed text-soft">
        <li>{t(`goes.${goesTo(wish, of)}`)}</li>
        <li>{t("leaves", { left: money(wish.expected_left - amount) })}</li>
        <li>{t("because", { reason: wish.reason })}</li>
      </ul>
      {isOver && <Notice look="danger">{t("overLimit", { limit: money(of.mayGive ?? 0) })}</Notice>}
      {!isOver && amount > of.approvalAbove && <Notice look="notice">{t("needsSecond")}</Notice>}
      {trouble}
      <div className="flex flex-wrap gap-3">
        <SendButton busy={busy}>{t("press", { amount: money(amount) })}</SendButton>
        <button type="button" className="action action-quiet" onClick={back} disabled={busy}>
          {t("back")}
        </button>
      </div>
    </form>
  );
}

const goesTo = ({ account }: Wish, { rules }: Refundable) =>
  rules !== "toss_VIRTUAL_ACCOUNT" ? rules : account === "ask_shopper" ? "ask_shopper" : "account";

/** Nothing typed means all that is left. */
const amountIn = (text: string, { left, currency }: Refundable) =>
  text.trim() === "" ? left : typedAmount(text, currency);

function wishOf(typed: Typed, of: Refundable, reason: string): Wish {
  const words = typed.words.trim();
  return {
    payment: of.paymentId,
    amount: amountIn(typed.amount, of),
    expected_left: of.left,
    reason: typed.reason === "other" ? words : words ? `${reason}: ${words}` : reason,
    ...(of.rules === "toss_VIRTUAL_ACCOUNT" && {
      account:
        typed.to === "ask_shopper"
          ? ("ask_shopper" as const)
          : { bank: typed.bank, account_number: typed.account_number, holder_name: typed.holder_name },
    }),
  };
}
