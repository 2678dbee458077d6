"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { useForm } from "react-hook-form";
import { randomId } from "@/components/random-id";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import type { Refundable } from "@/lib/desk/read/refundable";
import { formatMoney, majorUnits, typedAmount } from "@/lib/money";
import type { DeskReply, DeskTrouble } from "../api";
import { Trouble } from "../trouble";
import { faultsBeside, useSend } from "../use-send";
import { AccountFields, type AccountTyped, accountIn, noAccount } from "./account-fields";
import { Preview, type Wish } from "./refund-preview";

const reasons = ["changed_mind", "defective", "wrong_item", "late", "out_of_stock", "other"] as const;
type Typed = AccountTyped & { amount: string; reason: (typeof reasons)[number]; words: string };
type Given = DeskReply<"/admin/api/refunds">["refund"];

/** The maximum length of the words beside a reason, in characters. */
const longestWords = 100;

/** Only a completed refund looks completed. */
const looks: Record<Given["state"], "good" | "notice" | "danger"> = {
  done: "good",
  asked: "notice",
  queued: "notice",
  waiting_for_approval: "notice",
  waiting_for_account: "notice",
  failed: "danger",
};

/** Refusals after which the page shows other amounts or another refund. */
const changedCodes: ReadonlySet<DeskTrouble["code"]> = new Set([
  "refund_outdated",
  "refund_exceeds_balance",
  "refund_declined",
]);

type Props = {
  of: Refundable;
  /** The current state of each refund of the order, by ID. */
  states: Record<string, Given["state"]>;
};

/** Refunds in two steps: staff read what will happen before they confirm. */
export function RefundForm({ of, states }: Props) {
  const t = useTranslations("deskOrder.refund");
  const locale = useLocale();
  const router = useRouter();
  const [isRefreshing, startRefreshing] = useTransition();
  const refresh = () => startRefreshing(() => router.refresh());
  const money = (amount: number) => formatMoney({ amount, currency: of.currency }, locale);
  const form = useForm<Typed>({
    defaultValues: { amount: "", reason: "changed_mind", words: "", ...noAccount },
  });
  const { errors } = form.formState;
  const [shown, setShown] = useState<Wish>();
  const [given, setGiven] = useState<Given>();
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/refunds");
  // Each wish has one key however often it is pressed; a different wish has a different key.
  const keyed = useRef({ wish: "", key: "" });

  const preview = form.handleSubmit((typed) => {
    // The refundable amount is about to be refreshed; the next refund starts from that.
    if (isRefreshing) return;
    setGiven(undefined);
    setTrouble(undefined);
    setShown(wishOf(typed, of, t(`reasons.${typed.reason}`)));
  });
  const press = async () => {
    if (!shown) return;
    const wish = JSON.stringify(shown);
    if (keyed.current.wish !== wish) keyed.current = { wish, key: randomId() };
    const refused = await send(
      shown,
      ({ refund }) => {
        setGiven(refund);
        setShown(undefined);
        // The next refund is a new one, even if it is identical.
        keyed.current = { wish: "", key: "" };
        form.reset();
        refresh();
      },
      { idempotencyKey: keyed.current.key },
    );
    if (!refused || refused.code === "unreachable") return;
    setShown(undefined);
    // The refused refund is over, and the same one may be sent again.
    if (refused.code === "refund_declined") keyed.current = { wish: "", key: "" };
    if (changedCodes.has(refused.code)) refresh();
    faultsBeside(refused, ["amount", "bank", "account_number", "holder_name"], form.setError);
  };

  if (shown)
    return (
      <Preview
        wish={shown}
        of={of}
        money={money}
        busy={busy}
        trouble={trouble}
        back={() => setShown(undefined)}
        press={press}
      />
    );
  // What was unknown when the button was pressed may be known by now.
  const outcome = given && (states[given.id] ?? given.state);
  const news = (
    <>
      <div role="status" className="empty:hidden">
        {outcome && <Notice look={looks[outcome]}>{t(`outcome.${outcome}`)}</Notice>}
      </div>
      <Trouble of={trouble} />
    </>
  );
  // Staff who press again because nothing seems to happen would refund twice.
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
          maxLength: longestWords,
          validate: (words, { reason }) => reason !== "other" || words.trim() !== "",
        })}
        label={t("words")}
        autoComplete="off"
        fault={
          errors.words &&
          (errors.words.type === "maxLength"
            ? t("faults.wordsTooLong", { max: longestWords })
            : t("faults.words"))
        }
      />
      {of.rules === "toss_VIRTUAL_ACCOUNT" && (
        <AccountFields register={form.register} to={form.watch("to")} errors={errors} />
      )}
      <SendButton busy={isRefreshing}>{t("preview")}</SendButton>
    </form>
  );
}

/** An empty field means everything that is left. */
const amountIn = (text: string, { left, currency }: Refundable) =>
  text.trim() === "" ? left : typedAmount(text, currency);

function wishOf(typed: Typed, of: Refundable, reason: string): Wish {
  const words = typed.words.trim();
  return {
    payment: of.paymentId,
    amount: amountIn(typed.amount, of),
    expected_left: of.left,
    reason: typed.reason === "other" ? words : words ? `${reason}: ${words}` : reason,
    ...(of.rules === "toss_VIRTUAL_ACCOUNT" && { refund_account: accountIn(typed) }),
  };
}
