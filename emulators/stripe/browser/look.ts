import type { Look } from "./messages";

/** The `appearance` variables that are supported, by their names in the style sheet. */
const followed = {
  colorPrimary: "--accent",
  colorBackground: "--field",
  colorText: "--ink",
  colorTextSecondary: "--soft",
  colorDanger: "--danger",
  fontFamily: "--font",
  fontSizeBase: "--size",
  borderRadius: "--radius",
} as const;

const themes = ["stripe", "night", "flat"];

export function applyLook({ theme = "stripe", variables = {} }: Look): void {
  const { style, dataset } = document.documentElement;
  dataset.theme = themes.includes(theme) ? theme : "stripe";
  for (const [name, property] of Object.entries(followed)) {
    const value = variables[name];
    if (value === undefined) style.removeProperty(property);
    else style.setProperty(property, value);
  }
}
