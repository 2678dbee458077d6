import { listen, tell, tellHeight } from "./page";

const form = document.forms.namedItem("methods");
const installments = document.getElementById("installments");
const installmentsFrom = Number(installments?.dataset.from ?? 0);

form?.addEventListener("change", tellSelection);
listen((message) => {
  if (message.type === "amount") showInstallments(message.value);
  tellSelection();
  if (message.type === "report") tell({ type: "reported" });
});

tellHeight();
tellSelection();
tell({ type: "ready" });

function showInstallments(amount: number) {
  if (installments) installments.hidden = amount < installmentsFrom;
}

function tellSelection() {
  const chosen = new FormData(form ?? undefined);
  const company = chosen.get("company");
  tell({
    type: "selection",
    selection: {
      code: "CARD",
      company: typeof company === "string" ? company : null,
      installmentMonths: installments?.hidden ? 0 : Number(chosen.get("installmentMonths") ?? 0),
    },
  });
}
