/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { keyPairs } from "../keys";
import { testCards } from "../methods/testCards";
import { Page, TestBanner } from "./layout";

const readme = "/README.md#magic-values";

/** What somebody sees who opens the emulator's address to find out what it is. */
export function HomePage({ language, origin }: { language: Language; origin: string }) {
  const korean = language === "ko";
  return (
    <Page language={language} title="Toss emulator">
      <TestBanner language={language} />
      <main class="window wide">
        <h1>{korean ? "토스페이먼츠 에뮬레이터" : "Toss Payments emulator"}</h1>
        <p>
          {korean
            ? "이 컴퓨터 안에서 도는 연습용 결제 게이트웨이입니다. 토스페이먼츠와는 관계없는 프로그램입니다."
            : "A payment gateway for practice that runs on this computer. It is not affiliated with Toss Payments."}
        </p>
        <dl>
          <dt>API</dt>
          <dd>
            <code>{origin}/v1</code>
          </dd>
          <dt>SDK</dt>
          <dd>
            <code>{origin}/v2/standard</code>
          </dd>
          {keyPairs.slice(0, 2).map((pair) => (
            <>
              <dt>{pair.family}</dt>
              <dd>
                <code>{pair.clientKey}</code>
                <br />
                <code>{pair.secretKey}</code>
              </dd>
            </>
          ))}
        </dl>
        <h2>{korean ? "테스트 카드" : "Test cards"}</h2>
        <dl>
          {testCards.map((card) => (
            <>
              <dt>
                <code>{card.id}</code>
              </dt>
              <dd>{card[language]}</dd>
            </>
          ))}
        </dl>
        <p>
          <a href={readme}>{korean ? "모든 값과 제어 주소" : "Every magic value and control route"}</a>
        </p>
      </main>
    </Page>
  );
}
