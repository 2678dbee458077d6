import { listen, tell, tellHeight } from "./page";

const boxes = [...document.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];

document.addEventListener("change", tellAgreements);
listen(() => {
  tellAgreements();
  tell({ type: "reported" });
});
tellHeight();
tellAgreements();
tell({ type: "ready" });

function tellAgreements() {
  const agreements = boxes.map(({ id, required, checked }) => ({ term: { id, required }, agreed: checked }));
  tell({ type: "agreements", agreements });
}
