import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright";
import { canInstall, installFromDebian } from "./debian.mjs";
import { runNode } from "./processes.mjs";
import { Failure } from "./say.mjs";

/** Where systems install Chromium or Chrome. The headless shell needs less than half of the processor time. */
const usual = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The Chromium to test with: the one PLAYWRIGHT_CHROMIUM names, Playwright's, or the system's; undefined if there is
 * none.
 */
function findChromium() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named) return named;
  const own = chromium.executablePath();
  return [...shellsBeside(own), own, ...usual].find((path) => existsSync(path));
}

/** Where Playwright keeps its headless Chromium, given the path of the regular one. */
function shellsBeside(own) {
  const folder = dirname(dirname(own)).replace(/chromium-(?=\d+$)/, "chromium_headless_shell-");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((platform) => join(folder, platform, "chrome-headless-shell"));
}

/** Finds or installs a Chromium and returns its path. */
export async function ensureBrowser() {
  const found = findChromium();
  if (found) return found;
  try {
    const withLibraries = canInstall() ? ["--with-deps"] : [];
    const shell = ["--only-shell", "chromium"];
    await runNode(["node_modules/playwright/cli.js", "install", ...withLibraries, ...shell]);
  } catch (error) {
    if (!canInstall()) throw new Failure(`${advice}\n\nThe download said:\n${error.message}`);
    await installFromDebian("chromium-headless-shell", "fonts-noto-cjk").catch(() =>
      installFromDebian("chromium", "fonts-noto-cjk"),
    );
  }
  const got = findChromium();
  if (!got) throw new Failure(advice);
  return got;
}

const advice = `No Chromium was found, and none could be downloaded. Do one of these:
  npx playwright install --with-deps chromium
  sudo apt-get install chromium fonts-noto-cjk
  set PLAYWRIGHT_CHROMIUM to the path of a Chromium or Chrome`;
