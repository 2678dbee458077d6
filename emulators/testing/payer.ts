import type { FrameLocator, Page } from "playwright";

/** Approves a payment window, choosing the first option of whatever it still asks for. */
export async function approveIn(window: Page | FrameLocator): Promise<void> {
  const yes = window.getByRole("button", { name: "결제하기" });
  await yes.waitFor();
  for (const name of ["company", "bank", "carrier"]) {
    const choices = window.locator(`input[type=radio][name=${name}]`);
    const asked = (await choices.count()) > 0;
    if (asked && (await choices.and(window.locator(":checked")).count()) === 0) await choices.first().check();
  }
  const depositor = window.locator("input[name=customerName]");
  if ((await depositor.count()) > 0 && (await depositor.inputValue()) === "") await depositor.fill("박민아");
  await yes.click();
}
