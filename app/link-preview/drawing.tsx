import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { lightShades } from "@/lib/contracts/accent";
import { previewSize } from "@/lib/shop/picture-paths";

/** What the picture shows. */
type Drawn = {
  /** The shop's name; empty if the font cannot write it. */
  name: string;
  accent: string;
  logo: { type: string; bytes: Buffer; width: number; height: number } | undefined;
};

/** How large the logo may become, in pixels. */
const mostOfLogo = { width: 640, height: 200 };

/** What a messenger shows for a link to the shop: its logo and its name. Returns a PNG. */
export async function drawLinkPreview({ name, accent, logo }: Drawn): Promise<Buffer> {
  const shades = lightShades(accent);
  const answer = new ImageResponse(
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        flexDirection: "column",
        alignItems: "center",
        justifyContent: "center",
        gap: 48,
        padding: 80,
        backgroundColor: logo ? "#ffffff" : shades.wash,
        borderBottom: `16px solid ${shades.accent}`,
      }}
    >
      {logo ? <Logo {...logo} /> : <Mark color={shades.accent} />}
      {name && (
        <div style={{ fontSize: 72, color: "#1a1b1e", textAlign: "center", wordBreak: "keep-all" }}>
          {name}
        </div>
      )}
    </div>,
    { ...previewSize, fonts: [{ name: "Pretendard", data: await font(), weight: 700, style: "normal" }] },
  );
  return Buffer.from(await answer.arrayBuffer());
}

function Logo({ type, bytes, width, height }: NonNullable<Drawn["logo"]>) {
  const scale = Math.min(mostOfLogo.width / width, mostOfLogo.height / height);
  return (
    // biome-ignore lint/performance/noImgElement: drawn on the server, not a page.
    <img
      src={`data:${type};base64,${bytes.toString("base64")}`}
      alt=""
      width={Math.round(width * scale)}
      height={Math.round(height * scale)}
    />
  );
}

/** The mark in the header of a shop without a logo. */
function Mark({ color }: { color: string }) {
  return (
    <svg viewBox="0 0 28 28" width={200} height={200} aria-hidden="true">
      <rect width="28" height="28" rx="8" fill={color} />
      <path
        d="M7 9.5h5.5c3 0 3 4.5 6 4.5H21M7 18.5h5.5c3 0 3-4.5 6-4.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Read when a picture is drawn, which is rare; it is 1.6 MB. */
const font = () =>
  readFile(join(process.cwd(), "node_modules/pretendard/dist/public/static/Pretendard-Bold.otf"));
