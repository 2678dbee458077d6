/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { banks, issuingBanks } from "../methods/banks";
import { instantDiscountOf, plansFor } from "../methods/card";
import { carriers } from "../methods/carriers";
import type { Wish } from "../methods/wishes";
import { CompanyChoice, InstallmentChoice } from "./card-fields";
import { CashReceiptFields } from "./cash-receipt-fields";
import { BankChoice, Tiles } from "./tiles";
import { WalletFields } from "./wallet-fields";
import { windowWords } from "./window-words";

type Of<Method> = { wish: Extract<Wish, { method: Method }>; language: Language };

/** What the window still has to ask; what the shop's page chose is not asked again. */
export function MethodFields({ wish, amount, language }: { wish: Wish; amount: number; language: Language }) {
  switch (wish.method) {
    case "CARD":
      return <CardFields wish={wish} amount={amount} language={language} />;
    case "TRANSFER":
      return <TransferFields wish={wish} language={language} />;
    case "MOBILE_PHONE":
      return <MobileFields wish={wish} language={language} />;
    case "EASY_PAY":
      return <WalletFields wish={wish} amount={amount} language={language} />;
    case "VIRTUAL_ACCOUNT":
      return <AccountFields wish={wish} language={language} />;
  }
}

function CardFields({ wish, amount, language }: Of<"CARD"> & { amount: number }) {
  const plans = plansFor(amount, wish.installmentMonthsMax);
  const asksPlan = wish.installmentMonths == null && plans.length > 1;
  return (
    <>
      {!wish.company && <CompanyChoice language={language} />}
      {asksPlan && (
        <InstallmentChoice
          language={language}
          plans={plans}
          free={wish.freeInstallmentPlans}
          company={wish.company}
        />
      )}
      {wish.cardPointsTicked != null && wish.cardPoints == null && (
        <label class="check">
          <input type="checkbox" name="cardPoints" checked={wish.cardPointsTicked} />
          {windowWords[language].cardPoints}
        </label>
      )}
      {wish.instantDiscount == null && (
        <label class="check">
          <input type="checkbox" name="instantDiscount" />
          {windowWords[language].instantDiscount(instantDiscountOf(amount))}
        </label>
      )}
    </>
  );
}

function TransferFields({ wish, language }: Of<"TRANSFER">) {
  return (
    <>
      {!wish.bank && <BankChoice among={banks} language={language} />}
      {!wish.cashReceipt && <CashReceiptFields language={language} />}
    </>
  );
}

function MobileFields({ wish, language }: Of<"MOBILE_PHONE">) {
  const text = windowWords[language];
  const offered = carriers.filter(({ code }) => wish.carriers?.includes(code) ?? true);
  return (
    <>
      {!wish.carrier && <Tiles legend={text.carrier} name="carrier" among={offered} language={language} />}
      {!wish.phone && (
        <label class="field">
          {text.phone}
          <input
            name="phone"
            inputmode="numeric"
            autocomplete="tel"
            pattern="[0-9]{8,15}"
            required
            value="01012345678"
            aria-describedby="phone-help"
          />
          <small id="phone-help">{text.phoneHelp}</small>
        </label>
      )}
    </>
  );
}

function AccountFields({ wish, language }: Of<"VIRTUAL_ACCOUNT">) {
  const text = windowWords[language];
  return (
    <>
      {!wish.bank && <BankChoice among={issuingBanks} language={language} />}
      <label class="field">
        {text.depositor}
        <input
          name="customerName"
          autocomplete="name"
          maxlength={100}
          required
          value={wish.customerName ?? ""}
        />
      </label>
      {!wish.cashReceipt && <CashReceiptFields language={language} />}
      <p class="hint">{text.accountHelp}</p>
    </>
  );
}
