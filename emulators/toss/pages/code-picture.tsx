/** @jsxImportSource hono/jsx */
import { createHash } from "node:crypto";

const SIZE = 25;
const CORNER = 7;

/** Looks like a QR code but encodes nothing. */
export function CodePicture({ text, label }: { text: string; label: string }) {
  const bits = [0, 1, 2].map((part) => createHash("sha256").update(`${part}${text}`).digest());
  const dots = Buffer.concat(bits);
  const isDark = (x: number, y: number) => {
    const place = y * SIZE + x;
    return ((dots[(place >> 3) % dots.length] ?? 0) >> (place & 7)) & 1;
  };
  const path = Array.from({ length: SIZE * SIZE }, (_, place) => [place % SIZE, Math.floor(place / SIZE)])
    .map(([x = 0, y = 0]) => ((inCorner(x, y) ? isFrame(x, y) : isDark(x, y)) ? `M${x} ${y}h1v1h-1z` : ""))
    .join("");
  return (
    <svg class="code-picture" viewBox={`-2 -2 ${SIZE + 4} ${SIZE + 4}`} role="img" aria-label={label}>
      <path d={path} fill="currentColor" shape-rendering="crispEdges" />
    </svg>
  );
}

function inCorner(x: number, y: number): boolean {
  const far = SIZE - CORNER - 1;
  return (x <= CORNER && y <= CORNER) || (x >= far && y <= CORNER) || (x <= CORNER && y >= far);
}

/** The finder patterns in three corners: squares within squares. */
function isFrame(x: number, y: number): boolean {
  const [left, top] = [x < SIZE / 2 ? x : SIZE - 1 - x, y < SIZE / 2 ? y : SIZE - 1 - y];
  if (left >= CORNER || top >= CORNER) return false;
  const ring = Math.min(left, top, CORNER - 1 - left, CORNER - 1 - top);
  return ring !== 1;
}
