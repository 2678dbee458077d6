/** A line of a bank statement, in minor units of its currency. */
export type BankLine = { day: string; amount: number; description: string };

/** A bank's CSV file with these deposits, in the shape of 국민. */
export function bankFile(
  lines: BankLine[],
  { from, until }: { from: string; until: string },
  digits = 0,
): Buffer {
  const amount = (minor: number) =>
    `"${(minor / 10 ** digits).toLocaleString("en-US", { minimumFractionDigits: digits })}"`;
  const rows = lines.map(
    ({ day, amount: minor, description }, n) =>
      `${n + 1},${day.replaceAll("-", ".")} 09:0${n % 10}:00,전자금융,${description},${amount(Math.max(0, -minor))},${amount(Math.max(0, minor))}`,
  );
  return Buffer.from(
    [`조회기간 : ${from} ~ ${until}`, "No,거래일시,적요,보낸분/받는분,출금액,입금액", ...rows].join("\n"),
  );
}

/** Text in EUC-KR (CP949), which Node only reads: each character is looked up among those of two bytes. */
export function cp949(text: string): Buffer {
  return Buffer.concat([...text].map((letter) => bytesOf(letter)));
}

const known = new Map<string, Buffer>();

function bytesOf(letter: string): Buffer {
  if (letter.charCodeAt(0) < 0x80) return Buffer.from(letter);
  if (known.size === 0) learn();
  const bytes = known.get(letter);
  if (!bytes) throw new Error(`${letter} is not in EUC-KR.`);
  return bytes;
}

function learn() {
  const decoder = new TextDecoder("euc-kr");
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x41; second <= 0xfe; second += 1) {
      const bytes = Buffer.from([first, second]);
      const text = decoder.decode(bytes);
      if (text.length === 1 && text !== "\uFFFD") known.set(text, bytes);
    }
}
