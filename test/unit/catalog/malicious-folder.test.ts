// Owns the tests of folders that mean harm: the catalog refuses each by its path, and neither follows nor reads what it should not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { bundleFunctions } from "../../../catalog/context/bundle.ts";
import { Problems, readCatalog } from "../../../catalog/index.ts";
import { describeRefusals, type Row, refusal } from "./refusal.ts";
import { makeBundledProject, makeProject, writeFiles } from "./tree.ts";

const f = "functions/good";
const link = (target: string) =>
  `must be a file or a folder, not a link to "${target}"; put the file itself there`;

const rows: readonly Row[] = [
  [
    "a link out of the folder, to a file and to a folder",
    { [`${f}/data.txt`]: { link: "../../../../etc/passwd" }, [`${f}/lib`]: { link: "/root" } },
    [`${f}/data.txt: ${link("../../../../etc/passwd")}`, `${f}/lib: ${link("/root")}`],
  ],
  [
    "a declaration and an input that would never end",
    {
      [`${f}/function.yaml`]: { link: "/dev/zero" },
      [`${f}/cases/basic/input.yaml`]: { link: "/dev/zero" },
      [`${f}/cases/basic/functionConfig.yaml`]: "kind: ConfigMap\n",
    },
    [`${f}/cases/basic/input.yaml: ${link("/dev/zero")}`, `${f}/function.yaml: ${link("/dev/zero")}`],
  ],
  [
    "a recipe that is a link",
    { [`${f}/Dockerfile`]: { link: "../../Dockerfile" } },
    [`${f}/Dockerfile: ${link("../../Dockerfile")}`],
  ],
  [
    "a default recipe that is a link",
    { "functions/Dockerfile": { link: "/dev/zero" } },
    ["functions/Dockerfile: must be a file, not a link, a folder or a device; put the file itself there"],
  ],
  [
    "names that begin with two dots",
    { [`${f}/cases/..basic/input.yaml`]: "a: b\n", [`${f}/cases/..basic/expected.yaml`]: "a: b\n" },
    [
      `${f}/cases/..basic: must have a name that does not begin with two dots, not "..basic"; rename it`,
      `${f}/cases/..basic: the name of a case must be lower-case letters, digits and single hyphens, 63 at most, with a letter first and no hyphen last, not "..basic"; rename it to "basic"`,
    ],
  ],
  [
    "names that a layer or a terminal takes for something else",
    {
      [`${f}/.wh..wh..opq`]: "",
      [`${f}/a\nfunctions: fine`]: "",
      [`${f}/b\u001b[2J`]: "",
      [`${f}/c\\d`]: "",
    },
    [
      `${f}/.wh..wh..opq: must have a name that does not begin with ".wh.", which deletes files of a layer below; rename it`,
      `${f}/a\\u000afunctions: fine: must have a name without control characters and backslashes; rename it`,
      `${f}/b\\u001b[2J: must have a name without control characters and backslashes; rename it`,
      `${f}/c\\d: must have a name without control characters and backslashes; rename it`,
    ],
  ],
  [
    "aliases that stand for more values than there is memory",
    { [`${f}/function.yaml`]: bomb() },
    [
      `${f}/function.yaml: must have at most 1000 values, those that its aliases stand for included; write less, and without aliases`,
    ],
  ],
  [
    "a declaration of thirty thousand levels",
    { [`${f}/function.yaml`]: `description: ${"[".repeat(30_000)}\n` },
    [
      `${f}/function.yaml:1: must be YAML: nesting exceeded maxDepth (100), at "description: ${"[".repeat(67)}..."; mend the line`,
    ],
  ],
];

/** What each of nine lines repeats nine times: 9^10 values in half a kilobyte. */
function bomb(): string {
  const names = "abcdefghij".split("");
  const repeated = (name: string) => `[${Array(9).fill(name).join(", ")}]`;
  const lines = names.map(
    (name, at) => `${name}: &${name} ${repeated(at === 0 ? "x" : `*${names[at - 1]}`)}`,
  );
  return `${lines.join("\n")}\ndescription: *j\nversion: v1.0.0\n`;
}

describeRefusals("a folder that means harm is refused", rows);

describe("a folder that means harm", () => {
  test("a pipe, a socket or a device is never opened", async () => {
    const root = makeProject({ [`${f}/README.md`]: null });
    for (const path of ["README.md", "cases/basic/results.yaml"])
      execFileSync("mkfifo", [join(root, f, path)]);
    const must = "must be a file or a folder, not a device, a pipe or a socket; remove it";
    assert.deepEqual(
      await refusal(root),
      [`${f}/README.md: ${must}`, `${f}/cases/basic/results.yaml: ${must}`].sort(),
    );
  });

  test("a huge file is refused by its size, before it is read", async () => {
    const root = makeProject({ [`${f}/data.bin`]: "", [`${f}/function.yaml`]: "" });
    truncateSync(join(root, f, "data.bin"), 2 ** 40);
    truncateSync(join(root, f, "function.yaml"), 2 ** 40);
    const cure = "make it smaller; what a build needs and nobody ships can be made or fetched in the recipe";
    assert.deepEqual(await refusal(root), [
      `${f}/data.bin: must be at most 32 MB large, not "1100000 MB"; ${cure}`,
      `${f}/function.yaml: must be at most 0.064 MB large, not "1100000 MB"; ${cure}`,
    ]);
  });

  test("a folder of countless files is refused as a whole", async () => {
    const root = makeProject();
    mkdirSync(join(root, f, "vendor"));
    for (let at = 0; at < 10_000; at++) writeFileSync(join(root, f, "vendor", `${at}`), "");
    const [line, ...more] = await refusal(root);
    assert.match(
      line ?? "",
      /^functions\/good: must hold at most 10000 files and folders, not "100\d\d"; remove/,
    );
    assert.deepEqual(more, []);
  });

  test("a function cannot take files of the machine into its bundle", async () => {
    const root = makeBundledProject();
    const secret = join(root, "..", "node_modules", "secret.json");
    writeFiles(root, { "../node_modules/secret.json": '{"token":"hidden"}' });
    writeFiles(root, {
      [`${f}/index.ts`]: `import secret from ${JSON.stringify(secret)};\nexport default () => console.log(secret);\n`,
    });
    const functions = await readCatalog(root);
    await assert.rejects(bundleFunctions(root, functions), (error) => {
      assert.ok(error instanceof Problems);
      assert.match(
        error.message,
        /functions\/good: must import only the SDK, its own files and packages, not "\.\.\//,
      );
      return true;
    });
  });

  test("a function's folder that is a link itself is refused", async () => {
    const root = makeProject();
    symlinkSync("/etc", join(root, "functions/other"));
    assert.deepEqual(await refusal(root), [
      "functions/other: functions/ must hold only a folder for each function and the `Dockerfile`; move it",
    ]);
  });
});
