import { expect, test } from "vitest";
import { untranslatable } from "./translatable.mjs";

const found = (jsx) =>
  untranslatable("page.tsx", `const t = useTranslations("x"); export const Page = () => (${jsx});`).length;

test.each([
  ["a spinner before words", '<button>{busy && <Spinner />}{t("send")}</button>'],
  ["one of two words", '<button>{busy && <Spinner />}{t(busy ? "sending" : "send")}</button>'],
  ["written words", "<p>Total{more && <b>more</b>}</p>"],
  ["words that were asked for above", "<p>{words}{more ? <b /> : null}</p>"],
  ["words that come and go beside an element", '<p>{late && t("late")}<Button /></p>'],
  ["a text in braces", "<p>{`Qty`}{count > 0 && <b />}</p>"],
])("%s would break a translated page", (_what, jsx) => {
  expect(found(jsx)).toBe(1);
});

test.each([
  ["words in an element of their own", '<button>{busy && <Spinner />}<span>{t("send")}</span></button>'],
  ["words alone", '<p>{late && t("late")}</p>'],
  ["elements alone", "<p>{busy && <Spinner />}{children}<b /></p>"],
  ["a blank between elements", '<p><b />{" "}{busy && <Spinner />}</p>'],
  ["words beside what is always there", '<p>{t("total")} <Price /></p>'],
])("%s would not", (_what, jsx) => {
  expect(found(jsx)).toBe(0);
});
