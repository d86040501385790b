// Owns reading a Dockerfile into its instructions and stages, as far as the catalog's rules need them.
// Its format: https://docs.docker.com/reference/dockerfile/

/** One instruction, such as `COPY --from=build /out /app`. */
export interface Instruction {
  /** In upper case, such as `COPY`. */
  readonly name: string;
  /** Options such as `--from=build`. */
  readonly flags: readonly string[];
  /** What follows the flags, on one line. */
  readonly rest: string;
  /** As written, without comments and blank lines; several lines where it is continued. */
  readonly text: string;
  /** Where it starts, from 1. */
  readonly line: number;
}

/** A `FROM` and the instructions up to the next one. */
export interface Stage {
  readonly name?: string;
  /** What it stands on, as written: a stage, an image, or an argument such as `${NODE_BASE}`. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
  readonly line: number;
}

/** A whole Dockerfile. */
export interface Dockerfile {
  /** Parser directives, such as `syntax`, by name, with their value. */
  readonly directives: Readonly<Record<string, string>>;
  /** The `ARG` instructions before the first stage, which `FROM` can use. */
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly instructions: readonly Instruction[];
}

/** Reads the text of a Dockerfile; anything can be read, since rules are the caller's. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const instructions = readInstructions(lines);
  const first = instructions.findIndex(({ name }) => name === "FROM");
  const globals = first < 0 ? instructions : instructions.slice(0, first);
  const stages: { name?: string; from: string; instructions: Instruction[]; line: number }[] = [];
  for (const instruction of instructions.slice(globals.length)) {
    if (instruction.name === "FROM") stages.push(readFrom(instruction));
    stages.at(-1)?.instructions.push(instruction);
  }
  return { directives: readDirectives(lines), globals, stages, instructions };
}

function readFrom({ rest, line }: Instruction) {
  const [from = "", as, name] = rest.split(/\s+/);
  const named = as?.toUpperCase() === "AS" && name !== undefined;
  return { from, line, instructions: [], ...(named ? { name: name.toLowerCase() } : {}) };
}

/** Directives are comments `# name=value` before anything else. */
function readDirectives(lines: readonly string[]): Readonly<Record<string, string>> {
  const directives: Record<string, string> = {};
  for (const line of lines) {
    const match = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) break;
    directives[match[1].toLowerCase()] = match[2];
  }
  return directives;
}

function readInstructions(lines: readonly string[]): readonly Instruction[] {
  const instructions: Instruction[] = [];
  for (let index = 0; index < lines.length; ) {
    const start = index;
    const kept: string[] = [];
    let continued = true;
    while (continued && index < lines.length) {
      const line = (lines[index++] ?? "").trimEnd();
      if (isBlank(line)) {
        if (kept.length === 0) break;
        continue;
      }
      kept.push(line);
      continued = line.endsWith("\\");
    }
    if (kept.length === 0) continue;
    const joined = kept.map((line) => line.replace(/\\$/, "").trim()).join(" ");
    const heredocs = readHeredocs(joined, lines, index);
    index += heredocs.length;
    instructions.push(toInstruction(joined, [...kept, ...heredocs].join("\n"), start + 1));
  }
  return instructions;
}

/** The lines of the here-documents that an instruction opens, their end markers included. */
function readHeredocs(joined: string, lines: readonly string[], from: number): readonly string[] {
  if (!/^(RUN|COPY|ADD)\s/i.test(joined)) return [];
  let end = from;
  for (const [, tabs, marker] of joined.matchAll(/<<(-?)["']?([A-Za-z_][A-Za-z0-9_]*)["']?/g)) {
    while (end < lines.length && (tabs === "" ? lines[end] : lines[end]?.replace(/^\t+/, "")) !== marker)
      end++;
    end++;
  }
  return lines.slice(from, end);
}

function toInstruction(joined: string, text: string, line: number): Instruction {
  const [, name = "", after = ""] = /^(\S+)\s*(.*)$/s.exec(joined) ?? [];
  const flags: string[] = [];
  let rest = after;
  for (let flag = /^(--\S+)\s*/.exec(rest); flag !== null; flag = /^(--\S+)\s*/.exec(rest)) {
    flags.push(flag[1] ?? "");
    rest = rest.slice(flag[0].length);
  }
  return { name: name.toUpperCase(), flags, rest: rest.trim(), text, line };
}

function isBlank(line: string): boolean {
  return line.trim() === "" || line.trimStart().startsWith("#");
}
