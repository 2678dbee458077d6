import { formatMoney, type Locale } from "@/lib/money";
import type { Business } from "@/lib/shop/business";
import type { LegalText } from "./legal-text";

const won = (amount: number, locale: Locale) => formatMoney({ amount, currency: "KRW" }, locale);

export const refunds = (business: Business): Record<Locale, LegalText> => ({
  ko: {
    title: "청약철회·교환·환불",
    lead: ["마음이 바뀌었거나 상품에 문제가 있을 때, 언제까지 어떻게 돌려받는지 적었습니다."],
    sections: [
      {
        title: "언제까지 할 수 있나요",
        body: [
          [
            "단순 변심: 상품을 받은 날부터 7일 이내",
            "상품이 설명과 다르거나 하자가 있을 때: 받은 날부터 3개월 이내, 그리고 그 사실을 안 날 또는 알 수 있었던 날부터 30일 이내",
            "발송 전: 언제든지, 비용 없이 취소",
          ],
        ],
      },
      {
        title: "어떻게 신청하나요",
        body: [
          `주문번호와 함께 ${business.email} 또는 ${business.phone}(${business.hours.ko})로 알려 주세요. 접수되면 회수 방법을 안내해 드립니다.`,
          "상품은 받은 그대로, 함께 온 구성품과 함께 포장해 주세요. 내용을 확인하려고 포장을 뜯은 것은 괜찮습니다.",
        ],
      },
      {
        title: "보내는 비용은 누가 내나요",
        body: [
          [
            `단순 변심에 의한 반품: 이용자 부담, 반품 배송비 ${won(business.returnFee, "ko")}`,
            `단순 변심에 의한 교환: 이용자 부담, 왕복 배송비 ${won(business.returnFee * 2, "ko")}`,
            "하자, 오배송, 설명과 다른 상품: 상점 부담",
          ],
          "상점은 반품을 이유로 위약금이나 손해배상을 청구하지 않습니다.",
        ],
      },
      {
        title: "할 수 없는 경우",
        body: [
          [
            "이용자의 잘못으로 상품이 없어지거나 훼손된 경우",
            "사용하거나 일부를 소비해 가치가 뚜렷하게 줄어든 경우",
            "시간이 지나 다시 팔기 어려울 만큼 가치가 줄어든 경우",
            "주문을 받아 따로 만든 상품으로, 철회할 수 없음을 미리 알리고 동의를 받은 경우",
          ],
        ],
      },
      {
        title: "돈은 언제, 어떻게 돌려받나요",
        body: [
          "상점은 상품을 돌려받은 날부터 3영업일 안에 결제를 취소하거나 환불합니다. 늦어지면 늦어진 기간에 대해 법이 정한 연 15%의 지연이자를 더해 드립니다.",
          [
            "카드와 간편결제: 결제를 취소합니다. 매입 뒤의 취소와 부분 취소는 카드사에 따라 3~7영업일, 해외 카드는 5~10영업일이 걸릴 수 있습니다.",
            "계좌이체: 결제한 계좌로 돌려드립니다.",
            "가상계좌: 알려 주신 계좌로 2영업일 안에, 확인이 필요하면 최대 9일 안에 돌려드립니다.",
            "휴대폰: 결제한 달에는 결제를 취소하고, 달이 바뀐 뒤에는 알려 주신 계좌로 돌려드립니다.",
          ],
          "주문 화면에서 환불이 어디까지 진행되었는지 볼 수 있습니다.",
        ],
      },
      {
        title: "교환",
        body: [
          "같은 상품의 재고가 있으면 교환해 드립니다. 재고가 없으면 환불해 드립니다. 교환 상품은 보내신 상품이 도착한 날부터 3영업일 안에 발송합니다.",
        ],
      },
    ],
  },
  en: {
    title: "Returns and refunds",
    lead: [
      "How long you have, what to do, and when you get your money back, whether you changed your mind or something is wrong.",
    ],
    sections: [
      {
        title: "How long you have",
        body: [
          [
            "You changed your mind: 7 days from receiving the item",
            "The item is faulty or not as described: 3 months from receiving it, and 30 days from when you noticed or could have noticed",
            "Not yet sent: cancel at any time, at no cost",
          ],
        ],
      },
      {
        title: "How to ask",
        body: [
          `Write to ${business.email} or call ${business.phone} (${business.hours.en}) with your order number. We then tell you how the item is collected.`,
          "Pack the item as it came, with everything that came with it. Opening the package to look at it is fine.",
        ],
      },
      {
        title: "Who pays for sending it back",
        body: [
          [
            `Return because you changed your mind: you, ${won(business.returnFee, "en")}`,
            `Exchange because you changed your mind: you, ${won(business.returnFee * 2, "en")} for both ways`,
            "Faulty, wrong or not as described: the shop",
          ],
          "The shop asks for no penalty or damages because of a return.",
        ],
      },
      {
        title: "When it is not possible",
        body: [
          [
            "the item was lost or damaged by your own fault",
            "it has clearly lost value because it was used or partly used up",
            "it has lost so much value with time that it cannot be sold again",
            "it was made for you alone, and you agreed beforehand that it cannot be returned",
          ],
        ],
      },
      {
        title: "When and how your money comes back",
        body: [
          "The shop cancels or refunds the payment within 3 business days of getting the item back. For any day beyond that it adds interest at the 15% a year that the law sets.",
          [
            "Card and wallet: the payment is canceled. Depending on the card company a later or partial cancellation takes 3 to 7 business days, for a card from abroad 5 to 10.",
            "Bank transfer: back to the account you paid from.",
            "Virtual account: to the account you name, within 2 business days, or up to 9 days where the bank must check.",
            "Mobile phone: canceled within the same month; after that, to the account you name.",
          ],
          "Your order’s page shows how far a refund has come.",
        ],
      },
      {
        title: "Exchange",
        body: [
          "We exchange an item while we have it in stock, and refund it otherwise. The new one is sent within 3 business days of getting yours back.",
        ],
      },
    ],
  },
});
