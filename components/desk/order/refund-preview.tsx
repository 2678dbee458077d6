import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import type { Refundable } from "@/lib/desk/read/refundable";
import { taxFreeShare } from "@/lib/tax";
import type { DeskTrouble } from "../api";
import { Trouble } from "../trouble";
import { useMoney } from "./use-money";
import type { Wish } from "./use-refund";

type Props = {
  wish: Wish;
  of: Refundable;
  busy: boolean;
  trouble: DeskTrouble | undefined;
  /** What goes back in stock in the same act. */
  restocked: { name: string; quantity: number }[];
  back: () => void;
  press: () => void;
};

/** What is about to happen: how much goes where, what is left afterward, and who must approve. */
export function Preview({ wish, of, busy, trouble, restocked, back, press }: Props) {
  const t = useTranslations("deskOrder.refund");
  // In the words the shopper reads.
  const arrival = useTranslations("arrival");
  const money = useMoney(of.currency);
  // What is shown here is what is sent, even if the page behind it has been refreshed.
  const amount = wish.amount ?? wish.expected_left;
  const namesAccount = goesTo(wish, of) === "account";
  const isOver = isOverOwnLimit(wish, of);
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
        <li>
          <span>{t(`goes.${goesTo(wish, of)}`)}</span>{" "}
          <span>{arrival(amount < of.captured ? of.arrives.part : of.arrives.whole)}</span>
        </li>
        {of.taxFreeLeft > 0 && <li>{t("ofTaxFree", { amount: money(taxFreeOf(wish, of)) })}</li>}
        <li>{t("leaves", { left: money(wish.expected_left - amount) })}</li>
        <li>{t("because", { reason: wish.reason })}</li>
        {restocked.length > 0 && (
          <li>
            {t("items.willRestock", {
              lines: restocked.map(({ name, quantity }) => `${name} × ${quantity}`).join(", "),
            })}
          </li>
        )}
      </ul>
      {isOver && !namesAccount && (
        <Notice look="notice">{t("overLimit", { limit: money(of.mayGive ?? 0) })}</Notice>
      )}
      {(namesAccount || (!isOver && amount > of.approvalAbove)) && (
        <Notice look="notice">{t(namesAccount ? "accountNeedsSecond" : "needsSecond")}</Notice>
      )}
      <Trouble of={trouble} />
      <div className="flex flex-wrap gap-3">
        <SendButton busy={busy}>
          {t(isOver || namesAccount || amount > of.approvalAbove ? "send" : "press", {
            amount: money(amount),
          })}
        </SendButton>
        <button type="button" className="action action-quiet" onClick={back} disabled={busy}>
          {t("back")}
        </button>
      </div>
    </form>
  );
}

/** Whether this is more than their role may refund alone, so that a manager decides about it. */
export const isOverOwnLimit = ({ amount, expected_left }: Wish, { mayGive }: Refundable) =>
  mayGive !== null && (amount ?? expected_left) > mayGive;

const taxFreeOf = (wish: Wish, { left, taxFreeLeft }: Refundable) =>
  wish.tax_free_amount ?? taxFreeShare(wish.amount ?? left, { amount: left, taxFree: taxFreeLeft });

const goesTo = ({ refund_account: account }: Wish, { rules }: Refundable) =>
  rules !== "toss_VIRTUAL_ACCOUNT" ? rules : account === "ask_shopper" ? "ask_shopper" : "account";
