/** @jsxImportSource hono/jsx */
import { createHash } from "node:crypto";

const side = 25;
const corner = 7;

/** Looks like a QR code but encodes nothing. */
export function CodePicture({ text, label }: { text: string; label: string }) {
  const bits = [0, 1, 2].map((part) => createHash("sha256").update(`${part}${text}`).digest());
  const dots = Buffer.concat(bits);
  const isDark = (x: number, y: number) => {
    const place = y * side + x;
    return ((dots[(place >> 3) % dots.length] ?? 0) >> (place & 7)) & 1;
  };
  const path = Array.from({ length: side * side }, (_, place) => [place % side, Math.floor(place / side)])
    .map(([x = 0, y = 0]) => ((inCorner(x, y) ? isFrame(x, y) : isDark(x, y)) ? `M${x} ${y}h1v1h-1z` : ""))
    .join("");
  return (
    <svg class="code-picture" viewBox={`-2 -2 ${side + 4} ${side + 4}`} role="img" aria-label={label}>
      <path d={path} fill="currentColor" shape-rendering="crispEdges" />
    </svg>
  );
}

function inCorner(x: number, y: number): boolean {
  const far = side - corner - 1;
  return (x <= corner && y <= corner) || (x >= far && y <= corner) || (x <= corner && y >= far);
}

/** The finder patterns in three corners: squares within squares. */
function isFrame(x: number, y: number): boolean {
  const [left, top] = [x < side / 2 ? x : side - 1 - x, y < side / 2 ? y : side - 1 - y];
  if (left >= corner || top >= corner) return false;
  const ring = Math.min(left, top, corner - 1 - left, corner - 1 - top);
  return ring !== 1;
}
