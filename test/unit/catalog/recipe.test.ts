// Owns the tests of recipes: what is read from them, and the whole Dockerfile that is built.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkOf, composeRecipe, readCatalog } from "../../../catalog/index.ts";
import { parseDockerfile } from "../../../catalog/recipe/parse.ts";
import { type Files, makeProject } from "./tree.ts";

const cases = "--mount=type=bind,source=check,target=/check,readonly";
const run = '["/nodejs/bin/node","/check/run.cjs"]';
const options = '"--v8-pool-size=1","--max-inlined-bytecode-size-cumulative=200"';
const bases = {
  node: `r.example/node@sha256:${"a".repeat(64)}`,
  go: `r.example/go@sha256:${"b".repeat(64)}`,
};
const labels = ['LABEL "title"="It costs \\$1, \\"really\\" \\\\"', ""];

describe("a whole recipe", () => {
  test("the default one: checked where it runs, without a comment", async () => {
    const { text } = await compose({});
    const expected = [
      `ARG NODE_BASE=${bases.node}`,
      "FROM ${NODE_BASE} AS function",
      "COPY --link app/ /app/",
      "ENV PATH=/nodejs/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "USER 65532",
      `ENTRYPOINT ["node", ${options.replace(",", ", ")}, "/app/start.cjs"]`,
      "FROM function AS check",
      "ARG TARGETPLATFORM",
      `RUN --network=none ${cases} ["/nodejs/bin/node",${options},"--predictable","--random-seed=1","/check/run.cjs"]`,
      "FROM function AS release",
      "COPY --from=check --chown=0:0 /tmp/function.code /app/",
      ...labels,
    ];
    assert.deepEqual(text.split("\n"), expected);
  });

  test("one without Node.js: its file system mounted into the base, as its user, with its environment", async () => {
    const own = [
      "FROM --platform=$BUILDPLATFORM ${GO_BASE} AS build",
      "FROM scratch AS function",
      "COPY --from=build /out/program /program",
      "ENV A=1 \\",
      "# a comment in between",
      "    B=2",
      'ENTRYPOINT ["/program"]',
      "USER 65532:65532",
    ];
    const { text, fn } = await compose({ "functions/good/Dockerfile": own.join("\r\n") });
    const expected = [
      `ARG GO_BASE=${bases.go}`,
      `ARG NODE_BASE=${bases.node}`,
      ...own.filter((line) => !line.startsWith("#")),
      "FROM ${NODE_BASE} AS check",
      "ENV A=1 \\",
      "    B=2",
      "USER 65532:65532",
      "ARG TARGETPLATFORM",
      `RUN --network=none ${cases} --mount=type=bind,from=function,target=/function,readonly ${run}`,
      "WORKDIR /passed",
      "FROM function AS release",
      "COPY --from=check /passed /",
      ...labels,
    ];
    assert.deepEqual(text.split("\n"), expected);
    assert.deepEqual(fn?.recipe.bases, ["go"]);
    assert.equal(fn?.recipe.base, undefined);
    assert.equal(fn && checkOf(fn.recipe), "mounted");
  });

  test("one of its own on the Node base, through another stage: checked where it runs", async () => {
    const own =
      'ARG NODE_BASE\nFROM $NODE_BASE AS tools\nUSER 7\nFROM tools AS function\nENTRYPOINT ["node", "/a.js"]';
    const { text, fn } = await compose({ "functions/good/Dockerfile": own });
    assert.deepEqual(text.split("\n").slice(0, 5), [
      `ARG NODE_BASE=${bases.node}`,
      ...own.split("\n").slice(1),
    ]);
    assert.equal(text.match(/ARG NODE_BASE/g)?.length, 1);
    assert.match(text, /^FROM function AS check$/m);
    assert.equal(fn?.recipe.base, "node");
    assert.equal(fn?.recipe.user, "7");
    assert.deepEqual(fn?.recipe.entrypoint, ["node", "/a.js"]);
    assert.equal(fn && checkOf(fn.recipe), "program");
  });
});

test("here-documents belong to their instruction", () => {
  const text = "FROM a\nRUN <<EOF\n# no comment\nFROM b\nEOF\nUSER 1\n";
  const { instructions } = parseDockerfile(text);
  assert.deepEqual(
    instructions.map(({ name, line }) => `${line} ${name}`),
    ["1 FROM", "2 RUN", "6 USER"],
  );
  assert.equal(instructions[1]?.text, "RUN <<EOF\n# no comment\nFROM b\nEOF");
});

async function compose(files: Files) {
  const [fn] = await readCatalog(makeProject(files));
  assert.ok(fn);
  return { fn, text: composeRecipe(fn, { bases, labels: { title: 'It costs $1, "really" \\' } }) };
}
