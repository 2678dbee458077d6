// @module-tag slow
import { expect, test } from "vitest";
import { barriersOn } from "../testing/barriers";
import { describeVisits, placeWidgets } from "../testing/browser";

/** Shop code that opens the window, records its events, and requests the payment when the buyer does. */
const openWindow = `
  window.widgets = widgets;
  window.heard = [];
  window.shown = await widgets.renderPaymentWindow();
  shown.on("paymentRequest", async ({ paymentMethod }) => {
    heard.push(paymentMethod.code);
    window.shop.paying = window.shop.outcome(() =>
      widgets.requestPayment({ orderId: "window_product", orderName: "티셔츠" }));
  });
  shown.on("cancel", async () => { heard.push("gave up"); });`;

describeVisits("a shop that uses `renderPaymentWindow`", (story) => {
  const button = (name: string) => story.visit.page.getByRole("button", { name });
  const heard = () => story.visit.page.evaluate("window.heard");
  const windows = () => story.visit.page.getByRole("dialog").count();

  test("is paid in it", async () => {
    await story.visit.withWidgets(openWindow);
    await story.visit.choose("TRANSFER");
    await story.visit.agree();
    expect(await barriersOn(story.visit.page)).toEqual([]);
    await button("결제하기").click();
    await story.visit.approve();
    expect((await story.visit.outcome())?.value).toMatchObject({ orderId: "window_product" });
    expect(await heard()).toEqual(["TRANSFER"]);
  });

  test("is told what the buyer has not entered, and the window stays open", async () => {
    await story.visit.withWidgets(openWindow);
    await story.visit.choose("TRANSFER");
    await button("결제하기").click();
    await expect.poll(heard).toEqual(["TRANSFER"]);
    expect((await story.visit.outcome())?.code).toBe("NEED_AGREEMENT_WITH_REQUIRED_TERMS");
    expect(await windows()).toBe(1);
  });

  test("gets an event when the buyer closes it by button or Escape", async () => {
    for (const close of [() => button("닫기").click(), () => story.visit.page.keyboard.press("Escape")]) {
      await story.visit.withWidgets(openWindow);
      await button("결제하기").waitFor();
      await close();
      await expect.poll(heard).toEqual(["gave up"]);
      expect(await windows()).toBe(0);
    }
  });

  test("gets no event when it destroys the window itself, and may open it again", async () => {
    const ended = await story.visit.withWidgets(`${openWindow}
      await shown.destroy();
      window.shown = await widgets.renderPaymentWindow();`);
    expect(ended).toEqual({ value: null });
    expect(await heard()).toEqual([]);
    expect(await windows()).toBe(1);
  });

  test("is told when the buyer closes it before the widgets load, and may try again", async () => {
    await story.visit.page.route("**/v2/widgets/agreement?*", () => {});
    const opened = story.visit.withWidgets("window.widgets = widgets; await widgets.renderPaymentWindow()");
    await story.visit.methods.getByRole("radio", { name: "토스페이" }).waitFor();
    await button("닫기").click();
    expect((await opened).code).toBe("USER_CANCEL");
    await story.visit.page.unroute("**/v2/widgets/agreement?*");
    await story.visit.page.evaluate("window.widgets.renderPaymentWindow().then(() => {})");
    await button("결제하기").waitFor();
  });

  test.each([
    ["twice", `${openWindow} await widgets.renderPaymentWindow()`, "PAYMENT_WINDOW_ALREADY_RENDERED"],
    [
      "beside the widgets of the page",
      `${placeWidgets} await widgets.renderPaymentWindow()`,
      "PAYMENT_METHODS_WIDGET_ALREADY_RENDERED",
    ],
    [
      "beside the terms of the page",
      `await widgets.renderAgreement({ selector: "#agreement" }); await widgets.renderPaymentWindow()`,
      "AGREEMENT_WIDGET_ALREADY_RENDERED",
    ],
    [
      "with an unknown variant",
      `await widgets.renderPaymentWindow({ variantKey: { paymentMethod: "?" } })`,
      "INVALID_VARIANT_KEY",
    ],
    [
      "with an unknown option",
      `await widgets.renderPaymentWindow({ selector: "#methods" })`,
      "INVALID_PARAMETERS",
    ],
    ["listening without an event", `${openWindow} shown.on("paid", () => {})`, "INVALID_PARAMETER"],
    ["listening without a callback", `${openWindow} shown.on("cancel")`, "INVALID_PARAMETER"],
  ])("is refused %s", async (_, step, code) => {
    expect((await story.visit.withWidgets(step)).code).toBe(code);
  });

  test("is refused before it sets the amount", async () => {
    expect((await story.visit.withWidgets("await widgets.renderPaymentWindow()", 0)).code).toBe(
      "NOT_SETUP_AMOUNT",
    );
  });
});
