import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { canInstall, installFromDebian } from "./debian.mjs";
import { runNode } from "./processes.mjs";
import { Failure } from "./say.mjs";

/** Where systems keep a Chromium or Chrome. */
const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The Chromium to test with: the one named, Playwright's own, or the system's; undefined when there is none. */
function findChromium() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named) return named;
  return [chromium.executablePath(), ...usual].find((path) => existsSync(path));
}

/** Finds a Chromium or gets one, and answers with its path. */
export async function ensureBrowser() {
  const found = findChromium();
  if (found) return found;
  try {
    const withLibraries = canInstall() ? ["--with-deps"] : [];
    await runNode(["node_modules/playwright/cli.js", "install", ...withLibraries, "chromium"]);
  } catch (error) {
    if (canInstall()) await installFromDebian("chromium", "fonts-noto-cjk");
    else throw new Failure(`${advice}\n\nThe download said:\n${error.message}`);
  }
  const got = findChromium();
  if (!got) throw new Failure(advice);
  return got;
}

const advice = `No Chromium was found, and none could be downloaded. Do one of these:
  npx playwright install --with-deps chromium
  sudo apt-get install chromium fonts-noto-cjk
  set PLAYWRIGHT_CHROMIUM to the path of a Chromium or Chrome`;
