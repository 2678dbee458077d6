import { expect, test } from "vitest";
import { csvFile } from "./csv";

test("a shopper pays while a clerk downloads a large file, not after it", async () => {
  let isAnswered = false;
  const answeredBefore: boolean[] = [];
  async function* pages() {
    for (let page = 0; page < 5; page += 1) {
      answeredBefore.push(isAnswered);
      yield [[`page ${page}`]];
    }
  }
  setImmediate(() => {
    isAnswered = true;
  });
  const file = await new Response(csvFile(["a page"], pages())).text();
  expect(file).toContain("page 4");
  expect(answeredBefore.at(-1)).toBe(true);
});
