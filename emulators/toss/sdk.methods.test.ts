// @module-tag slow
import { describe, expect, test } from "vitest";
import { describeVisits, placeWidgets } from "../testing/browser";
import { docsKeys } from "../testing/toss-merchant";

const wallets = [
  "TOSSPAY",
  "NAVERPAY",
  "KAKAOPAY",
  "SAMSUNGPAY",
  "APPLEPAY",
  "LPAY",
  "SSG",
  "PINPAY",
  "KBPAY",
];

describeVisits("a buyer choosing a payment method", (story) => {
  const setAmount = (value: number) =>
    story.visit.page.evaluate((value) => {
      const { widgets } = window as unknown as { widgets: { setAmount(amount: object): Promise<void> } };
      return widgets.setAmount({ value, currency: "KRW" });
    }, value);

  const offer = (code: string) => story.visit.methods.locator(`input[value=${code}]`);

  describe("in the widget", () => {
    test.each([
      ["TRANSFER", "계좌이체"],
      ["VIRTUAL_ACCOUNT", "가상계좌"],
      ["MOBILE_PHONE", "휴대폰"],
      ["TOSSPAY", "간편결제"],
      ["NAVERPAY", "간편결제"],
    ])("pays by %s", async (code, method) => {
      await story.visit.withWidgets(placeWidgets);
      await story.visit.choose(code);
      await story.visit.agree();
      const orderId = await story.visit.pay({ customerName: "박민아", customerMobilePhone: "01012345678" });
      await story.visit.approve();
      const { paymentKey } = ((await story.visit.outcome())?.value ?? {}) as { paymentKey: string };
      const { body } = await story.shop.merchant.confirm({ paymentKey, orderId, amount: 62_000 });
      expect(body).toMatchObject({ method, orderId });
    });

    test("fires an event with the method's code, and the wallet's for wallets", async () => {
      await story.visit.withWidgets(`${placeWidgets}
        window.heard = [];
        window.shown = methods;
        methods.on("paymentMethodSelect", (selected) => window.heard.push(selected));`);
      for (const code of ["TRANSFER", ...wallets]) await story.visit.choose(code);
      await expect
        .poll(() => story.visit.page.evaluate("window.heard"))
        .toEqual(["CARD", "TRANSFER", ...wallets].map((code) => ({ code })));
      expect(await story.visit.page.evaluate("window.shown.getSelectedPaymentMethod()")).toEqual({
        code: "KBPAY",
      });
    });

    test("reaches every method by keyboard with a visible focus", async () => {
      await story.visit.withWidgets(placeWidgets);
      await offer("CARD").focus();
      await story.visit.page.keyboard.press("ArrowRight");
      await expect.poll(() => offer("TOSSPAY").isChecked()).toBe(true);
      await story.visit.page.keyboard.press("ArrowLeft");
      await expect.poll(() => offer("CARD").isChecked()).toBe(true);
      await story.visit.page.keyboard.press("Tab");
      await story.visit.page.keyboard.press("Space");
      expect(await story.visit.methods.getByRole("radio", { name: "신한" }).isChecked()).toBe(true);
    });

    test("finds less common card companies under other companies", async () => {
      await story.visit.withWidgets(placeWidgets);
      await story.visit.methods.getByText("다른 카드사").click();
      await story.visit.methods.getByRole("radio", { name: "케이뱅크" }).check();
      await story.visit.agree();
      await story.visit.pay();
      await story.visit.paymentWindow.getByText("케이뱅크 · 일시불").waitFor();
    });
  });

  describe("is offered only what the amount allows", () => {
    test.each([
      [99, []],
      [100, ["CARD", "TOSSPAY"]],
      [200, ["CARD", "TOSSPAY", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE_PHONE"]],
      [1_000_000, ["CARD", "TOSSPAY", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE_PHONE"]],
      [1_000_001, ["CARD", "TOSSPAY", "TRANSFER", "VIRTUAL_ACCOUNT"]],
      [10_000_001, ["CARD", "TOSSPAY", "VIRTUAL_ACCOUNT"]],
    ])("for %i won", async (amount, offered) => {
      await story.visit.withWidgets(placeWidgets, amount);
      const all = ["CARD", "TOSSPAY", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE_PHONE"];
      const enabled = await Promise.all(all.map((code) => offer(code).isEnabled()));
      expect(all.filter((_, index) => enabled[index])).toEqual(offered);
    });

    test("and told why, also when the amount rises while the page is open", async () => {
      await story.visit.withWidgets(placeWidgets, 1_000_000);
      await story.visit.choose("MOBILE_PHONE");
      await story.visit.agree();
      await setAmount(1_000_001);
      const phone = story.visit.methods.getByRole("radio", { name: "휴대폰 200원부터 1,000,000원까지" });
      await phone.waitFor();
      expect(await phone.isDisabled()).toBe(true);
      await story.visit.pay();
      expect((await story.visit.outcome())?.code).toBe("NOT_SELECTED_PAYMENT_METHOD");
      await setAmount(1_000_000);
      await story.visit.choose("MOBILE_PHONE");
    });

    test("and cannot exceed the deposit limit of a virtual account", async () => {
      await story.visit.withWidgets(placeWidgets, 100_000_001);
      await story.visit.choose("VIRTUAL_ACCOUNT");
      await story.visit.agree();
      await story.visit.pay();
      expect((await story.visit.outcome())?.code).toBe("EXCEED_DEPOSIT_AMOUNT_LIMIT");
    });
  });

  describe("at a shop with its own variant", () => {
    const place = (variantKey: string) =>
      placeWidgets.replace(`"#methods"`, `"#methods", variantKey: "${variantKey}"`);

    test.each([
      ["whose payment providers are down", "UNHEALTHY", "CARD", "PROVIDER_STATUS_UNHEALTHY"],
      ["whose virtual accounts wait too long", "DUE_TOO_LATE", "VIRTUAL_ACCOUNT", "EXCEED_MAX_DUE_DATE"],
      ["with a method of its own", "CUSTOM_METHOD", "CULTURE_VOUCHER", "CUSTOM_PAYMENT_METHOD_UNABLE_TO_PAY"],
      [
        "with a wallet that works only with live keys",
        "DEFAULT",
        "PAYCO",
        "UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD",
      ],
    ])("%s is refused", async (_, variantKey, method, code) => {
      await story.visit.withWidgets(place(variantKey));
      await story.visit.choose(method);
      await story.visit.agree();
      await story.visit.pay();
      expect((await story.visit.outcome())?.code).toBe(code);
    });

    test("that requires a refund account enters it", async () => {
      await story.visit.withWidgets(place("REFUND_ACCOUNT"));
      await story.visit.choose("VIRTUAL_ACCOUNT");
      await story.visit.agree();
      await story.visit.pay();
      expect((await story.visit.outcome())?.code).toBe("NEED_REFUND_ACCOUNT_DETAIL");
      await story.visit.methods.getByRole("combobox", { name: "은행" }).selectOption("국민");
      await story.visit.methods.getByLabel("계좌번호").fill("12345678901234");
      await story.visit.pay();
      expect((await story.visit.outcome())?.code).toBe("NEED_REFUND_ACCOUNT_DETAIL");
      await story.visit.methods.getByLabel("예금주").fill("박민아");
      await story.visit.pay();
      await story.visit.approve();
      expect((await story.visit.outcome())?.code).toBeUndefined();
    });

    test("without a contract cannot use Kakao Pay", async () => {
      await story.visit.withWidgets(placeWidgets, 62_000, docsKeys.client);
      await story.visit.choose("KAKAOPAY");
      await story.visit.agree();
      await story.visit.pay();
      expect((await story.visit.outcome())?.code).toBe("UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD");
    });
  });
});
