// Owns the faults of a registry that answers wrongly, slowly or not at all: a different one for each function, in one `up`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { names, tags } from "./functions.ts";
import type { Fault, Seen } from "./proxy.ts";
import type { World } from "./world.ts";

/** What the registry does to one function's push, and what becomes of it. */
interface HttpFault {
  readonly title: string;
  /** The fault of a request, which is the `count`th of its kind. */
  fault(seen: Seen, count: number): Fault | undefined;
  /** What the message says, the cure included; none where the push must succeed nevertheless. */
  readonly message?: RegExp;
  /** How many of the tags point at the new image then; all where the push must succeed. */
  readonly moved?: number;
}

const isManifest = ({ method, part }: Seen) => method === "PUT" && part === "manifests";
const isTag = (seen: Seen) => isManifest(seen) && !seen.reference.includes(":");
const login =
  /must be taken by its registry, but: .*; run `docker login localhost:\d+` as a user who may push there/;
const goesOn = /; see the log and the disk of "localhost:\d+", then run the command again, which goes on/;
const reach = /; see that the builder reaches "localhost:\d+", or set another `imagePrefix`/;

const faults: readonly HttpFault[] = [
  {
    title: "500 at every manifest",
    fault: (seen) => (isManifest(seen) ? { status: 500 } : undefined),
    message: goesOn,
    moved: 0,
  },
  { title: "401 at everything", fault: () => ({ status: 401 }), message: login, moved: 0 },
  {
    title: "429 at everything",
    fault: () => ({ status: 429 }),
    message: /429 Too Many Requests; wait until the registry takes more requests, then run the command again/,
    moved: 0,
  },
  {
    title: "429 at first, with a time to wait",
    fault: (_, count) => (count === 1 ? { status: 429, headers: { "retry-after": "1" } } : undefined),
  },
  { title: "slow at everything", fault: () => ({ delay: 300 }) },
  {
    title: "503 at the first upload",
    fault: ({ method, part }, count) =>
      method === "POST" && part === "blobs/uploads" && count === 1 ? { status: 503 } : undefined,
  },
  {
    title: "every upload is cut off",
    fault: ({ method, part }) =>
      method === "PUT" && part === "blobs/uploads" ? { cut: "request" } : undefined,
    message: reach,
    moved: 0,
  },
  {
    title: "the answer to the first tag is lost",
    fault: (seen, count) => (isTag(seen) && count === 1 ? { cut: "answer" } : undefined),
  },
  {
    title: "403 at every manifest",
    fault: (seen) => (isManifest(seen) ? { status: 403 } : undefined),
    message: login,
    moved: 0,
  },
  {
    title: "500 from the second tag on",
    fault: (seen, count) => (isTag(seen) && count >= 2 ? { status: 500 } : undefined),
    message: goesOn,
    moved: 1,
  },
];

/** Declares the tests of a registry's wrong answers. */
export function testHttpFaults(world: () => World): void {
  test("ten functions, ten faults of the registry: each message names its cure, the next `up` publishes what is left", async () => {
    const { proxy, known, injected, say, tagged } = world();
    const counts = new Map<string, number>();
    say("Lets");
    proxy.decide = (seen) => {
      const kind = `${seen.image} ${seen.method} ${seen.part} ${isTag(seen)}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return faults[names.indexOf(seen.image)]?.fault(seen, counts.get(kind) ?? 0);
    };
    const { code, output } = await world().upAtOnce();
    assert.notEqual(code, 0, output);
    for (const [at, { title, message, moved = tags.length }] of faults.entries()) {
      const name = names[at] ?? "";
      injected.add(title);
      const problem = output
        .split("\n")
        .find((line) => new RegExp(`error: localhost:\\d+/${name}:`).test(line));
      if (message === undefined) assert.equal(problem, undefined, title);
      else assert.match(problem ?? "", message, `${title}: ${output}`);
      const now = await tagged(name);
      assert.equal(now.filter((digest) => digest === known.Lets[name]).length, moved, `${title}: ${now}`);
    }
    assert.doesNotMatch(output, /\n\s+at .*\.ts:\d+/, "no stack for what the user can mend");
    await world().assertUnharmed();
    await world().converge();
  });

  test("a registry that fails while the program reads what it published: the message names the cure", async () => {
    const { proxy, injected } = world();
    // Nothing is pushed, so that only the program asks.
    proxy.decide = ({ method, part, image }) => {
      if (part !== "manifests" || !["GET", "HEAD"].includes(method)) return undefined;
      return image === "f0" ? { status: 500 } : image === "f1" ? { status: 401 } : undefined;
    };
    const { code, output } = await world().up();
    for (const title of ["500 at reading", "401 at reading"]) injected.add(title);
    assert.notEqual(code, 0, output);
    assert.match(output, /must answer http:\S+ with 200 or 404, not "500 .*"; see the registry's own log/);
    assert.match(
      output,
      /f1: must answer http:\S+ with 200 or 404, not "401 .*"; run `docker login localhost:\d+`/,
    );
    assert.doesNotMatch(output, /\n\s+at .*\.ts:\d+/, "no stack for what the user can mend");
    await world().assertUnharmed();
    await world().converge();
  });
}
