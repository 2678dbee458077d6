import type { Wish } from "../methods/wishes";
import type { Selection } from "./messages";
import { listen, tell, tellHeight } from "./page";
import type { SdkErrorCode } from "./sdk/errors";

const form = document.forms.namedItem("methods");
const offers = [...document.querySelectorAll<HTMLInputElement>("input[name=method]")];
const installments = document.getElementById("installments");
const virtualAccount = document.getElementById("virtual-account");
let amount = 0;

form?.addEventListener("change", tellSelection);
listen((message) => {
  if (message.type === "amount") showWhatIsOffered(message.value);
  tellSelection();
  if (message.type === "report") tell({ type: "reported" });
});

tellHeight();
tellSelection();
tell({ type: "ready" });

/** Disables and deselects methods that the amount does not allow. */
function showWhatIsOffered(value: number) {
  amount = value;
  for (const offer of offers) {
    const { from, to } = offer.dataset;
    offer.disabled = value < Number(from) || (to !== "" && value > Number(to));
    if (offer.disabled) offer.checked = false;
  }
  if (installments) installments.hidden = value < Number(installments.dataset.from);
}

function tellSelection() {
  const chosen = offers.find(({ checked }) => checked);
  tell({ type: "selection", selection: chosen ? describe(chosen) : null });
}

function describe({ value: code, dataset }: HTMLInputElement): Selection {
  return { code, pay: dataset.refused ? (dataset.refused as SdkErrorCode) : wishFor(code, dataset.method) };
}

function wishFor(code: string, method: string | undefined): Wish | SdkErrorCode {
  switch (method) {
    case "CARD":
      return cardWish();
    case "VIRTUAL_ACCOUNT":
      return virtualAccountWish();
    case "EASY_PAY":
      return { method, provider: code };
    case "TRANSFER":
    case "MOBILE_PHONE":
      return { method };
    default:
      return "UNKNOWN";
  }
}

function cardWish(): Wish | SdkErrorCode {
  const company = entered("company");
  if (!company) return "NEED_CARD_PAYMENT_DETAIL";
  const installmentMonths = installments?.hidden ? 0 : Number(entered("installmentMonths"));
  return { method: "CARD", company, installmentMonths };
}

function virtualAccountWish(): Wish | SdkErrorCode {
  if (amount > Number(virtualAccount?.dataset.depositMax)) return "EXCEED_DEPOSIT_AMOUNT_LIMIT";
  if (!document.getElementById("refund-account")) return { method: "VIRTUAL_ACCOUNT" };
  const [bank, accountNumber, holderName] = [
    entered("bank"),
    entered("accountNumber"),
    entered("holderName"),
  ];
  if (!bank || !/^\d{1,20}$/.test(accountNumber) || !holderName) return "NEED_REFUND_ACCOUNT_DETAIL";
  return { method: "VIRTUAL_ACCOUNT", refundReceiveAccount: { bank, accountNumber, holderName } };
}

function entered(name: string): string {
  return String(new FormData(form ?? undefined).get(name) ?? "").trim();
}
