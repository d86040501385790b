// Owns the line that says how far a long step is: rewritten on a terminal, elsewhere a new one now and then.

/** How far a step is. */
export interface Progress {
  /** Tells that `done` of all parts are done. */
  at(done: number): void;
  /** Clears the line. */
  end(): void;
}

const pause = { terminal: 50, log: 10_000 };

/** @param what such as `verified`, told as `12 of 300 functions verified` */
export function openProgress(
  what: string,
  total: number,
  out: NodeJS.WriteStream | { write(text: string): unknown; isTTY?: boolean } = process.stderr,
): Progress {
  const isTerminal = out.isTTY === true;
  let told = isTerminal ? 0 : Date.now();
  return {
    at(done) {
      if (Date.now() - told < (isTerminal ? pause.terminal : pause.log)) return;
      told = Date.now();
      const line = `${done} of ${total} functions ${what}`;
      out.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
    },
    end() {
      if (isTerminal) out.write("\r\x1b[K");
    },
  };
}
