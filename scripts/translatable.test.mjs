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
  ["something given", "<p>{busy && <Spinner />}{order.total}</p>"],
  ["something calculated", "<p>{busy && <Spinner />}{index + 1}</p>"],
  ["something asked of another function", "<p>{busy && <Spinner />}{bankIn(locale)}</p>"],
  ["words with marks in them", '<p>{busy && <Spinner />}{t.rich("terms", { b })}</p>'],
  ["what is there unless something else is", '<p>{live || <Banner />}{t("shop")}</p>'],
])("%s beside what comes and goes would break a translated page", (_what, jsx) => {
  expect(found(jsx)).toBe(1);
});

test.each([
  ["a name", "<p>{erased ? <b /> : <>{order.name}<br /></>}</p>"],
  ["words", '<Row cell={() => <>{t("total")}</>} />'],
])("%s in a fragment could not be taken away from a translated page", (_what, jsx) => {
  expect(found(jsx)).toBe(1);
});

test.each([
  ["one of several words", "<p><Mark />{words[state]}</p>"],
  ["one of two", '<p><Mark />{count > 99 ? "99+" : count}</p>'],
  ["words that are asked for by what is so", "<p>{t(news)}<Link /></p>"],
  ["words by a key that is put together", `<p>{t(\`states.\${state}\`)}<Link /></p>`],
  ["words with a value in them", '<p>{t("left", { count })}<Link /></p>'],
  ["marked words with a value in them", '<p>{t.rich("left", { count })}<Link /></p>'],
  ["a text with a value in it", `<p>{\`Qty \${count}\`}<Link /></p>`],
  ["a moment", "<p><Mark />{format.dateTime(at)}</p>"],
  ["words beside a written text", "<p>Order {t(state)}</p>"],
])("%s would stay as it was on a translated page", (_what, jsx) => {
  expect(found(jsx)).toBe(1);
});

test.each([
  ["words that were chosen above would stay as they were", 'busy ? t("sending") : t("send")', 1],
  ["words with a value that were asked for above would, too", 't("left", { count })', 1],
  ["words that are always the same would not", 't("send")', 0],
  ["elements would not", "<Sent />", 0],
])("%s", (_what, value, count) => {
  const source = `
    const t = useTranslations("x");
    const said = ${value};
    export const Page = () => <p><Mark />{said}</p>;`;
  expect(untranslatable("page.tsx", source)).toHaveLength(count);
});

test.each([
  ["words in an element of their own", '<button>{busy && <Spinner />}<span>{t("send")}</span></button>'],
  ["words alone", '<p>{late && t("late")}</p>'],
  ["chosen words alone", "<p>{words[state]}</p>"],
  ["elements alone", "<p>{busy && <Spinner />}{children}<b /></p>"],
  ["elements given by name", "<p>{busy && <Spinner />}{card.form}</p>"],
  ["elements made of a list", "<p>{busy && <Spinner />}{rows.map((row) => <Row key={row} />)}</p>"],
  ["a blank between elements", '<p><b />{" "}{busy && <Spinner />}</p>'],
  ["words beside what is always there", '<p>{t("total")} <Price /></p>'],
  ["marked words beside what is always there", '<p>{t.rich("total")} <Price /></p>'],
  ["a name beside what is always there", "<p>{order.name} <Price /></p>"],
])("%s would not", (_what, jsx) => {
  expect(found(jsx)).toBe(0);
});

test("elements that a function of the page makes are no text", () => {
  const source = `
    const since = (at) => <p>{at}</p>;
    const sinceOf = (id) => { const at = moments.get(id); return at ? since(at) : null; };
    export const Page = () => <div>{decides && <Pair />}{sinceOf(id)}</div>;`;
  expect(untranslatable("page.tsx", source)).toEqual([]);
});
