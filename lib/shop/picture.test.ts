import { expect, test } from "vitest";
import { pictureIn } from "./picture";

// The first bytes of pictures of 5 by 3 pixels, as libvips writes them, up to behind their size.
const pictures = {
  png: "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAMAAABs6DXK",
  jpeg: "/9j/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAADAAUDASIA",
  "webp with losses": "UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoFAAMADMDO",
  "webp without losses": "UklGRh4AAABXRUJQVlA4TBEAAAAvBIAAAAdQiiKX",
  "webp with transparency": "UklGRlQAAABXRUJQVlA4WAoAAAAQAAAABAAAAgAAQUxQSAoAAAABB1DA",
};

test.each(Object.entries(pictures))("a picture is recognized by its content: %s", (name, base64) => {
  const bytes = Buffer.from(base64, "base64");
  expect(pictureIn(bytes)).toEqual({ type: `image/${name.split(" ")[0]}`, width: 5, height: 3 });
});

test.each(Object.entries(pictures))("one that ends before its size is none: %s", (_, base64) => {
  const bytes = Buffer.from(base64, "base64");
  for (let length = 0; length < 15; length += 1) expect(pictureIn(bytes.subarray(0, length))).toBeUndefined();
});

test.each([
  [
    "an SVG, which may contain scripts",
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  ],
  ["a GIF", "GIF89a\x05\x00\x03\x00\x80\x00\x00"],
  ["another file in WebP's container", "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00"],
  ["a page named logo.png", "<!doctype html><title>Logo</title>"],
])("%s is not a picture for the shop", (_, text) => {
  expect(pictureIn(Buffer.from(text, "latin1"))).toBeUndefined();
});
