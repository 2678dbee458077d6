/** @jsxImportSource hono/jsx */
import { StartPage } from "../../kit/panel/start";
import type { Language } from "../errors";
import { apiPair, widgetPair } from "../keys";
import { controlWords } from "./control-words";

const words = {
  ko: {
    what: "이 컴퓨터 안에서 도는 연습용 결제 게이트웨이입니다. 돈은 움직이지 않으며, 토스페이먼츠와는 관계없는 프로그램입니다.",
    can: "조작판에서 가상계좌에 입금하고, 시계를 돌리고, 정산이 나오는 밤을 보내고, 고장을 내고, 웹훅을 다시 보낼 수 있습니다.",
    sdk: "SDK 스크립트",
    families: { widget: "결제위젯 연동 키", api: "API 개별 연동 키" },
    more: "테스트 카드와 모든 값, 제어 주소",
  },
  en: {
    what: "A payment gateway for practice that runs on this computer. No money moves, and it is not affiliated with Toss Payments.",
    can: "The control page pays into virtual accounts, turns the clock, runs the night that settles payments, makes calls fail and sends webhooks again.",
    sdk: "SDK script",
    families: { widget: "Widget keys", api: "API keys" },
    more: "Test cards, every magic value and control route",
  },
} satisfies Record<Language, object>;

/** The start page: explains what the emulator is. */
export function HomePage({ language, origin }: { language: Language; origin: string }) {
  const text = words[language];
  return (
    <StartPage
      language={language}
      title={controlWords[language].title}
      sheets={[]}
      what={text.what}
      can={text.can}
      addresses={[
        ["API", `${origin}/v1`],
        [text.sdk, `${origin}/v2/standard`],
      ]}
      keys={[widgetPair, apiPair].map(
        ({ family, clientKey, secretKey }) => [text.families[family], clientKey, secretKey] as const,
      )}
      more={{ href: "/README.md#magic-values", text: text.more }}
    />
  );
}
