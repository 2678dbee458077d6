// The shop's accent color and the shades that belong to it. Pure, and also loaded by the desk's form.

type Rgb = readonly [number, number, number];

/** The backgrounds that text in the accent color stands on; `app/globals.css` has the same. */
const light = { white: "#ffffff", ground: "#f6f5f2" };
const dark = { white: "#17191d", ground: "#22252b" };

/** WCAG 2.2, 1.4.3: the least contrast of text. */
const readable = 4.5;

export type Shades = { accent: string; deep: string; wash: string };

/** The color itself, darker for what is pressed, and as a pale background. */
export const lightShades = (accent: string): Shades => ({
  accent,
  deep: mixed(accent, "#000000", 0.24),
  wash: mixed(accent, light.white, 0.9),
});

/** The same color, as much lighter as it must be on the desk's dark pages. */
export function darkShades(accent: string): Shades {
  const wash = mixed(accent, dark.white, 0.72);
  for (let share = 0; share < 1; share += 0.04) {
    const shade = mixed(accent, "#ffffff", share);
    if (isReadable(shade, [dark.white, dark.ground, wash]))
      return { accent: shade, deep: mixed(shade, "#ffffff", 0.3), wash };
  }
  return { accent: "#ffffff", deep: "#ffffff", wash };
}

/** Whether text in this color, and white text on it, can be read on every light background of the shop. */
export const accentFits = (accent: string): boolean =>
  isReadable(accent, [light.white, light.ground, lightShades(accent).wash]);

/** The same color, as much darker as it must be to fit. */
export function nearestAccent(color: string): string {
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mixed(color, "#000000", share);
    if (accentFits(shade)) return shade;
  }
  return "#000000";
}

const isReadable = (color: string, grounds: string[]) =>
  grounds.every((ground) => contrast(color, ground) >= readable);

/** The contrast ratio of two colors, 1 to 21. Source: WCAG 2.2, "contrast ratio". */
export function contrast(one: string, other: string): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((bright ?? 0) + 0.05) / ((dim ?? 0) + 0.05);
}

/** Source: WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
  const [red, green, blue] = rgbOf(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `share` of the second color in the first, from 0 to 1. */
function mixed(color: string, into: string, share: number): string {
  const [from, to] = [rgbOf(color), rgbOf(into)];
  const part = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * share);
  return `#${([0, 1, 2] as const).map((at) => part(at).toString(16).padStart(2, "0")).join("")}`;
}

const rgbOf = (color: string): Rgb => {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};
