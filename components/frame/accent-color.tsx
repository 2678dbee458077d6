import { darkShades, lightShades, type Shades } from "@/lib/contracts/accent";

/** A shop's own accent color, in place of the one in globals.css: on light pages, and at the desk on dark ones. */
export function AccentColor({ accent }: { accent: string }) {
  const night = colors(darkShades(accent));
  return (
    <style>
      {`:root{${colors(lightShades(accent))}}@media screen{:root:has([data-theme="dark"]){${night}}@media (prefers-color-scheme:dark){:root:has([data-theme="system"]){${night}}}}`}
    </style>
  );
}

const colors = ({ accent, deep, wash }: Shades) =>
  `--color-accent:${accent};--color-accent-deep:${deep};--color-accent-wash:${wash}`;
