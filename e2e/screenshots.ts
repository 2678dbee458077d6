import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page, request } from "playwright/test";
import { makeTemplate, removeCopies } from "../scripts/kit/test-databases";
import { makePrograms } from "../scripts/kit/test-programs";
import { shopperWith } from "./kit/shopper";
import { scenes } from "./scenes";
import { emulatorScenes } from "./scenes/emulators";
import type { Scene, Stage } from "./scenes/scene";
import { type Language, openBrowser, type Size, visit } from "./scenes/visit";
import { startWorld, type World } from "./world";

// `npm run screenshots` has made the production build and found a browser before this runs. Words filter.
const [folder = "screenshots", ...words] = process.argv.slice(2);
const looks: [Size, Language][] = [
  ["phone", "ko"],
  ["phone", "en"],
  ["computer", "ko"],
  ["computer", "en"],
];

await makePrograms();
const template = await makeTemplate("sqlite", ["scripts/migrate.ts", "scripts/seed.ts"]);
const world = await startWorld(template);
const executablePath = process.env.PLAYWRIGHT_CHROMIUM;
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  await takeAll();
} finally {
  await browser.close();
  await world.stop();
  await removeCopies(template);
}

async function takeAll() {
  const baseURL = world.apps[0].url;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const browsers = await Promise.all(
    looks.map(async ([size, language]) => ({
      language,
      context: await openBrowser(browser, baseURL, size, language),
      suffix: `${size}-${language}`,
    })),
  );
  const taken: string[] = [];
  const wanted = [...scenes, ...emulatorScenes].filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  for (const scene of wanted)
    try {
      await takeIn(scene, browsers);
      taken.push(scene.name);
      console.log(`  ${scene.name}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`  ${scene.name}: ${error instanceof Error ? error.message : error}`);
    }
  writeFileSync(join(folder, "index.html"), sideBySide(taken));
}

/** A scene in the shared world, or in one of its own. */
async function takeIn(scene: Scene, browsers: Own[]) {
  if (!scene.needsOwnWorld) return take(scene, stageIn(world), browsers);
  const own = await startWorld(template);
  try {
    await take(scene, stageIn(own), browsers);
  } finally {
    await own.stop();
  }
}

function stageIn(world: World): Stage {
  const baseURL = world.apps[0].url;
  const newShopper = async () => shopperWith(await request.newContext({ baseURL }), world.emulator, baseURL);
  return { world, newShopper };
}

type Own = { language: Language; context: BrowserContext; suffix: string };

/** The same scene in every browser at once. */
async function take(scene: Scene, stage: Stage, browsers: Own[]) {
  const view = await scene.arrange(stage);
  const shots = browsers.map(async ({ language, context, suffix }) => {
    const page = await visit(context, language, scene, view, stage.world);
    await growToWhole(page);
    await page.screenshot({ path: join(folder, `${scene.name}-${suffix}.png`) });
    await page.close();
  });
  await Promise.all(shots);
}

/** Makes the window as tall as its page, so that frames and sticky elements are in the right place. */
async function growToWhole(page: Page) {
  const { width, height } = await page.evaluate(() => ({
    width: innerWidth,
    height: document.documentElement.scrollHeight,
  }));
  await page.setViewportSize({ width, height });
}

function sideBySide(names: string[]) {
  const row = (name: string) =>
    `<h2 id="${name}">${name}</h2>\n<div>${looks
      .map(([size, language]) => `<img loading="lazy" src="${name}-${size}-${language}.png" alt="">`)
      .join("")}</div>`;
  return `<!doctype html>
<meta charset="utf-8">
<title>Twotrack, page by page</title>
<style>
  body { font: 16px system-ui; margin: 2rem; background: #ddd }
  div { display: flex; gap: 1rem; align-items: start; overflow-x: auto }
  img { background: #fff; max-height: 90vh }
</style>
${names.map(row).join("\n")}
`;
}
