/** A picture as its own first bytes describe it. */
export type Picture = { type: "image/png" | "image/jpeg" | "image/webp"; width: number; height: number };

/**
 * Recognizes a PNG, JPEG or WebP picture by its content, whatever its name says, and reads its size in pixels.
 * Undefined for anything else, also for SVG, which may contain scripts.
 */
export function pictureIn(bytes: Buffer): Picture | undefined {
  try {
    return pngIn(bytes) ?? jpegIn(bytes) ?? webpIn(bytes);
  } catch (error) {
    // The file ends in the middle of its header.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const textAt = (bytes: Buffer, at: number, length: number) => bytes.toString("latin1", at, at + length);

/** Source: PNG specification, 5.2 and 11.2.2. */
function pngIn(bytes: Buffer): Picture | undefined {
  if (textAt(bytes, 0, 8) !== "\x89PNG\r\n\x1a\n" || textAt(bytes, 12, 4) !== "IHDR") return undefined;
  return { type: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** The size is in the first start-of-frame segment. Source: ITU T.81, B.1.1.3 and B.2.2. */
function jpegIn(bytes: Buffer): Picture | undefined {
  if (bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at < bytes.length; ) {
    const [start, marker] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)];
    if (start !== 0xff) return undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { type: "image/jpeg", width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    // A fill byte stands alone; every other segment says how long it is.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Source: RFC 9649, 2.4 to 2.7. */
function webpIn(bytes: Buffer): Picture | undefined {
  if (textAt(bytes, 0, 4) !== "RIFF" || textAt(bytes, 8, 4) !== "WEBP") return undefined;
  const type = "image/webp";
  const kind = textAt(bytes, 12, 4);
  if (kind === "VP8X")
    return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (kind === "VP8L") {
    const bits = bytes.readUInt32LE(21);
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  if (kind !== "VP8 ") return undefined;
  return { type, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
}
