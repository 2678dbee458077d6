import type { CSSProperties } from "react";
import { darkShades, lightShades } from "../../contracts/accent";

// The shop's colors, inline, where every mail program finds them; those that support dark mode get `darkStyle` too.
const ink = "#1a1b1e";
const soft = "#5c6069";
const line = "#e5e3de";
const ground = "#f6f5f2";

/** What follows the shop's accent color; the button's text is white in the dark, too. */
export const colorsOf = (accent: string | null) =>
  accent
    ? { button: accent, box: lightShades(accent).wash, darkButton: accent, darkBox: darkShades(accent).wash }
    : { button: "#0b5f4b", box: "#e8f2ee", darkButton: "#14805f", darkBox: "#16332b" };

const cell = { padding: "5px 0", fontSize: "15px", lineHeight: "22px", verticalAlign: "top" } as const;
const value = { ...cell, paddingLeft: "16px", color: ink, overflowWrap: "anywhere" } as const;

/** How large the logo may become, in pixels. */
export const mostOfLogo = { width: 160, height: 36 };

export const style = {
  body: {
    margin: 0,
    backgroundColor: ground,
    fontFamily:
      '"Pretendard Variable", Pretendard, -apple-system, "Apple SD Gothic Neo", "Noto Sans KR", "Malgun Gothic", sans-serif',
    wordBreak: "keep-all",
    overflowWrap: "anywhere",
  },
  page: { maxWidth: "560px", margin: "0 auto", padding: "32px 12px 48px" },
  shop: { margin: "0 0 12px", padding: "0 12px", fontSize: "15px", fontWeight: 600, color: soft },
  // On white in the dark, too: most logos are drawn for it.
  logo: { padding: "6px 10px", borderRadius: "10px", backgroundColor: "#ffffff", verticalAlign: "middle" },
  card: { padding: "32px 24px", borderRadius: "16px", backgroundColor: "#ffffff" },
  test: {
    margin: "0 0 24px",
    padding: "10px 14px",
    borderRadius: "10px",
    backgroundColor: "#fdf4dc",
    fontSize: "14px",
    lineHeight: "20px",
    color: "#6d4a00",
  },
  title: { margin: "0 0 16px", fontSize: "24px", lineHeight: "32px", fontWeight: 700, color: ink },
  paragraph: { margin: "0 0 10px", fontSize: "16px", lineHeight: "25px", color: ink },
  box: { margin: "20px 0 0", padding: "11px 18px", borderRadius: "12px" },
  button: {
    boxSizing: "border-box",
    width: "100%",
    margin: "24px 0 8px",
    padding: "15px 20px",
    borderRadius: "12px",
    fontSize: "16px",
    fontWeight: 600,
    textAlign: "center",
    color: "#ffffff",
  },
  rule: { margin: "18px 0 13px", borderTop: `1px solid ${line}` },
  item: { ...cell, color: ink },
  label: { ...cell, fontWeight: 400, whiteSpace: "nowrap", color: soft },
  value: { ...value, fontVariantNumeric: "tabular-nums" },
  strongValue: { ...value, fontWeight: 700, fontVariantNumeric: "tabular-nums" },
  sentences: { ...cell, color: ink },
  above: { display: "block", color: soft },
  unbroken: { display: "inline-block", maxWidth: "100%" },
  count: { whiteSpace: "nowrap", color: soft },
  amount: { ...value, whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" },
  foot: { padding: "20px 12px 0" },
  small: { margin: "0 0 14px", fontSize: "13px", lineHeight: "20px", color: soft },
  link: { color: soft, textDecorationLine: "underline" },
} satisfies Record<string, CSSProperties>;

export const darkStyle = ({ darkButton, darkBox }: ReturnType<typeof colorsOf>) => `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .ground, .ground > table > tbody > tr > td { background-color: #131416 !important; }
  .card { background-color: #1e2023 !important; }
  .ink { color: #f0f0ee !important; }
  .soft, .link { color: #a9adb5 !important; }
  .rule { border-top-color: #383b40 !important; }
  .box { background-color: ${darkBox} !important; }
  .notice { background-color: #3a2e0c !important; color: #f5dc98 !important; }
  .button { background-color: ${darkButton} !important; }
}`;
