// Imported by the operator's commands, after `load-env`: an invalid setting or a refused database is printed as one
// sentence; any other error is a bug and prints its stack.
const told = ["EnvError", "DatabaseRefused", "FileRefused", "Unwritable", "BeingReplaced"];

process.on("uncaughtException", (error) => {
  console.error(refusalIn(error)?.message ?? error);
  process.exit(1);
});

/** A failed query has the refusal as its cause. */
function refusalIn(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  return told.includes(error.name) ? error : refusalIn(error.cause);
}
