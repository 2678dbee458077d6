/** True when a person watches: lines may then be redrawn and colored. */
export const watched = Boolean(process.stdout.isTTY) && !process.env.CI;
export const colored = watched && !process.env.NO_COLOR;
const paint = (on, off) => (text) => (colored ? `\u001b[${on}m${text}\u001b[${off}m` : text);

export const bold = paint(1, 22);
export const dim = paint(2, 22);
export const red = paint(31, 39);
const green = paint(32, 39);
export const say = (text = "") => process.stdout.write(`${text}\n`);

// Nobody reads on (`npm start | head`): that ends us quietly, as it does any other command.
process.stdout.on("error", () => process.exit(0));

/** Something a person can put right. Its message says what to do, so no stack is shown. */
export class Failure extends Error {}

/**
 * Runs one named step and prints a line for it: whether it went well, what it says of itself, how long it took.
 * What `work` returns is the note at the end of the line; what it throws is shown below it and thrown on.
 */
export async function step(name, work) {
  const begun = performance.now();
  const stopTicking = tick(name, begun);
  try {
    const note = await work();
    stopTicking();
    say(line(green("✓"), name, note ?? "", begun));
  } catch (error) {
    stopTicking();
    say(line(red("✗"), name, "", begun));
    explain(error);
    throw error;
  }
}

const explained = new WeakSet();

/** Says what went wrong, once, however many hear of it. */
export function explain(error) {
  if (explained.has(error)) return;
  explained.add(error);
  say(error instanceof Failure ? indent(error.message) : indent(error.stack));
}

export const seconds = (begun) => `${((performance.now() - begun) / 1000).toFixed(1)} s`;

const line = (mark, name, note, begun) =>
  `  ${mark} ${name.padEnd(24)}${dim(seconds(begun).padStart(8))}   ${note}`.trimEnd();

const indent = (text) => text.trimEnd().replace(/^/gm, "      ");

/** Redraws the step's line while it works, so that a long one is seen to be alive; a log is told once. */
function tick(name, begun) {
  if (!watched) {
    const notice = setTimeout(() => say(`  · ${name}: at work`), 5000);
    return () => clearTimeout(notice);
  }
  const draw = () =>
    process.stdout.write(`\r\u001b[2K  ${dim("·")} ${name.padEnd(24)}${dim(seconds(begun).padStart(8))}`);
  const timer = setInterval(draw, 200);
  draw();
  return () => {
    clearInterval(timer);
    process.stdout.write("\r\u001b[2K");
  };
}
