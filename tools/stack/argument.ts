// Owns finding the stack that a command line names.

/** The value of `--stack`; undefined where the arguments have none. */
export function stackIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === "--stack" || arg === "-s");
  const joined = args.find((arg) => /^(--stack|-s)=/.test(arg));
  return at >= 0 ? args[at + 1] : joined?.slice(joined.indexOf("=") + 1);
}
