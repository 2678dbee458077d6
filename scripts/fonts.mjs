import "./kit/usage.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import subsetFont from "subset-font";
import { charactersOf, rangesOf } from "./kit/characters.mjs";

// `npm run fonts` makes the font that every first visit loads: the characters of the shop's own words and of the demo's
// products, in the weights that pages use. Every other character comes from the package's own files, as it is needed.

const source = "node_modules/pretendard/dist/web/variable/woff2/PretendardVariable.woff2";
const file = "pretendard-shop.woff2";

const characters = charactersOf();
const font = await subsetFont(readFileSync(source), characters, {
  targetFormat: "woff2",
  variationAxes: { wght: { min: 400, max: 700, default: 400 } },
});
writeFileSync(`app/fonts/${file}`, font);
// Next reads these values from the source, so they must be literals.
writeFileSync(
  "app/fonts/shop-font.ts",
  `import localFont from "next/font/local";

// Made by \`npm run fonts\`. Do not edit.

/** The characters of the shop's own words, preloaded. */
export const shopFont = localFont({
  src: "./${file}",
  weight: "400 700",
  variable: "--font-shop",
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "${rangesOf(characters)}",
    },
  ],
});
`,
);
console.log(`app/fonts/${file}: ${[...characters].length} characters, ${font.length} bytes.`);
