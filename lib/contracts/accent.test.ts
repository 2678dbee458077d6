import { expect, test } from "vitest";
import { accentFits, contrast, darkShades, lightShades, nearestAccent } from "./accent";

const colors = ["#0b5f4b", "#1a56db", "#7c3aed", "#b3261e", "#000000", "#3b0764", "#5b4300"];
const pale = ["#ffffff", "#ffe600", "#3ecf8e", "#ff8a00", "#9ad0ff"];

test("a color is accepted if people can read it, and a pale one has a darker neighbor that is", () => {
  expect(colors.filter((color) => !accentFits(color))).toEqual([]);
  expect(pale.filter(accentFits)).toEqual([]);
  for (const color of pale) expect(accentFits(nearestAccent(color))).toBe(true);
  expect(nearestAccent("#0b5f4b")).toBe("#0b5f4b");
});

test("every shade of an accepted color is readable on light and on dark pages", () => {
  for (const color of [...colors, ...pale.map(nearestAccent)]) {
    const { wash, deep } = lightShades(color);
    for (const ground of ["#ffffff", "#f6f5f2", wash])
      expect(contrast(color, ground), `${color} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast("#ffffff", deep)).toBeGreaterThanOrEqual(4.5);
    // Plain and soft text stands on the pale background too.
    for (const text of ["#1a1b1e", "#5c6069"])
      expect(contrast(text, wash), `${text} on ${wash}`).toBeGreaterThanOrEqual(4.5);
    const night = darkShades(color);
    for (const ground of ["#17191d", "#22252b", night.wash])
      expect(contrast(night.accent, ground), `${night.accent} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    for (const text of ["#ecebe7", "#a9adb6"])
      expect(contrast(text, night.wash), `${text} on ${night.wash}`).toBeGreaterThanOrEqual(4.5);
  }
});

test("contrast is as WCAG counts it", () => {
  expect(contrast("#ffffff", "#000000")).toBe(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
