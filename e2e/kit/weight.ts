import { readFileSync } from "node:fs";
import type { Page, Response } from "playwright/test";
import { currentBuild } from "./build";

export type Weight = {
  /**
   * What every page loads: Next's own runtime, according to the build's manifest. Polyfills load in old browsers only.
   */
  bare: number;
  /** What this page loads on top of it. */
  more: number;
};

/** The shop's scripts that a page loads until it is idle, in bytes as sent. */
export async function weightOf(page: Page, path: string): Promise<Weight> {
  const loaded: Response[] = [];
  const note = (response: Response) => {
    if (response.request().resourceType() === "script") loaded.push(response);
  };
  // A page with a route handler bypasses the browser's cache.
  await page.route("**", (route) => route.continue());
  page.on("response", note);
  await page.goto(path, { waitUntil: "networkidle" });
  page.off("response", note);
  await page.unroute("**");

  const { rootMainFiles } = JSON.parse(
    readFileSync(`${currentBuild()}/.next/build-manifest.json`, "utf8"),
  ) as Manifest;
  const own = loaded.filter((response) => new URL(response.url()).origin === new URL(page.url()).origin);
  const isBare = (response: Response) => rootMainFiles.some((file) => response.url().includes(file));
  return { bare: await bytesOf(own.filter(isBare)), more: await bytesOf(own.filter((it) => !isBare(it))) };
}

type Manifest = { rootMainFiles: string[] };

async function bytesOf(responses: Response[]) {
  const sizes = await Promise.all(responses.map((response) => response.request().sizes()));
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
}
