/** @jsxImportSource hono/jsx */
import { StartPage } from "../../kit/panel/start";
import type { Language } from "../../kit/text";
import { keys } from "../keys";
import { controlWords } from "./control-words";
import { TestCardTable } from "./test-card-table";

const words = {
  ko: {
    what: "이 컴퓨터 안에서 도는 연습용 결제 게이트웨이입니다. 돈은 움직이지 않으며, Stripe와는 관계없는 프로그램입니다.",
    can: "조작판에서 늦게 들어오는 돈을 입금하거나 실패시키고, 환불하고, 시계를 돌리고, 잔액이 지급되는 밤을 보내고, 고장을 내고, 웹훅을 다시 보낼 수 있습니다.",
    names: { secret: "비밀 키", publishable: "공개 키", webhookSecret: "웹훅 비밀 키" },
    cards: "테스트 카드",
    more: "모든 값과 제어 주소",
  },
  en: {
    what: "A payment gateway for practice that runs on this computer. No money moves, and it is not affiliated with Stripe.",
    can: "The control page lets delayed money arrive or fail, refunds, turns the clock, runs the night that pays the balance out, makes calls fail and sends webhooks again.",
    names: { secret: "Secret key", publishable: "Publishable key", webhookSecret: "Webhook secret" },
    cards: "Test cards",
    more: "Every value and control route",
  },
} satisfies Record<Language, object>;

/** The start page: explains what the emulator is. */
export function HomePage({ language, origin }: { language: Language; origin: string }) {
  const text = words[language];
  return (
    <StartPage
      language={language}
      title={controlWords[language].title}
      sheets={["stripe"]}
      what={text.what}
      can={text.can}
      addresses={[
        ["API", `${origin}/v1`],
        ["Stripe.js", `${origin}/endive/stripe.js`],
      ]}
      keys={(["secret", "publishable", "webhookSecret"] as const).map(
        (name) => [text.names[name], keys[name]] as const,
      )}
      more={{ href: "/README.md", text: text.more }}
    >
      <h2>{text.cards}</h2>
      <TestCardTable language={language} />
    </StartPage>
  );
}
