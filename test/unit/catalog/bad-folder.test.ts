// Owns the tests of what the folders of a catalog must not be: each bad one with the message that it gets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readCatalog } from "../../../catalog/index.ts";
import { describeRefusals, type Row, refusal } from "./refusal.ts";
import { type Files, functionFiles, makeProject } from "./tree.ts";

const f = "functions/good";
const caseFiles = "`input.yaml`, `functionConfig.yaml`, `expected.yaml`, `results.yaml`, `error.txt`";
const nameRule =
  "must be lower-case letters, digits and single hyphens, 63 at most, with a letter first and no hyphen last";
const named = (name: string): Files => functionFiles(name);

const rows: readonly Row[] = [
  [
    "no function at all",
    { [f]: null },
    ["functions: must hold at least one function; run `npm run new -- NAME`"],
  ],
  [
    "a name with capitals",
    named("SetLabels"),
    [`functions/SetLabels: the name of a function ${nameRule}, not "SetLabels"; rename it to "set-labels"`],
  ],
  [
    "a name with two hyphens in a row",
    named("set--labels"),
    [
      `functions/set--labels: the name of a function ${nameRule}, not "set--labels"; rename it to "set-labels"`,
    ],
  ],
  [
    "a name that starts with a digit",
    named("2fa"),
    [`functions/2fa: the name of a function ${nameRule}, not "2fa"; rename it to "fa"`],
  ],
  [
    "a name that is too long",
    named("a".repeat(64)),
    [
      `functions/${"a".repeat(64)}: the name of a function ${nameRule}, not "${"a".repeat(64)}"; rename it to "${"a".repeat(63)}"`,
    ],
  ],
  [
    "a stray file",
    { "functions/notes.txt": "x" },
    [
      "functions/notes.txt: functions/ must hold only a folder for each function and the `Dockerfile`; move it",
    ],
  ],
  [
    "no default recipe",
    { "functions/Dockerfile": null },
    ['functions/Dockerfile: must be a readable file, found "ENOENT"; restore it'],
  ],
  [
    "no source, no README",
    { [`${f}/index.ts`]: null, [`${f}/README.md`]: null },
    [
      `${f}/README.md: must exist: it is what users read of the function; write it`,
      `${f}/index.ts: must exist and export the function, where the folder has no Dockerfile of its own; write it, or add a Dockerfile`,
    ],
  ],
  [
    "an ignore file and a link",
    { [`${f}/.dockerignore`]: "x", [`${f}/more.ts`]: { link: "/etc/hosts" } },
    [
      `${f}/.dockerignore: must not exist: the context holds only what the program puts there; remove it`,
      `${f}/more.ts: must be a file or a folder, not a link to "/etc/hosts"; put the file itself there`,
    ],
  ],
  [
    "no case",
    { [`${f}/cases`]: null },
    [
      `${f}/cases: must have at least one case; add ${f}/cases/<case>/ with \`input.yaml\` and \`expected.yaml\``,
    ],
  ],
  [
    "a case without files that it needs, with one that is misspelt",
    { [`${f}/cases/basic`]: null, [`${f}/cases/basic/expect.yaml`]: "a: b\n", [`${f}/cases/notes`]: "x" },
    [
      `${f}/cases/basic/expect.yaml: a case must have only the files ${caseFiles}, not "expect.yaml"; rename it to "expected.yaml"`,
      `${f}/cases/basic/input.yaml: must exist: it is what the function gets; add it`,
      `${f}/cases/basic: must have \`expected.yaml\` or \`error.txt\`; write the input, then run \`npm run cases -- --update\``,
      `${f}/cases/notes: must be in the folder of a case, since each case is a folder; move or remove it`,
    ],
  ],
  [
    "a ResourceList with what it says itself beside it",
    {
      [`${f}/cases/basic/input.yaml`]: "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n",
      [`${f}/cases/basic/functionConfig.yaml`]: "kind: ConfigMap\n",
      [`${f}/cases/basic/results.yaml`]: "[]\n",
    },
    [
      `${f}/cases/basic/functionConfig.yaml: must not stand beside an input that is a whole ResourceList; move it to \`functionConfig\` of input.yaml, or make the input plain resources`,
      `${f}/cases/basic/results.yaml: must not stand beside an input that is a whole ResourceList; move it to \`results\` of expected.yaml, or make the input plain resources`,
    ],
  ],
  [
    "folders and broken links in a case",
    {
      [`${f}/cases/basic/input.yaml`]: { link: "nowhere.yaml" },
      [`${f}/cases/basic/results.yaml`]: "[]\n",
      [`${f}/cases/basic/expected.yaml`]: null,
      [`${f}/cases/basic/expected.yaml/x`]: "",
    },
    [
      `${f}/cases/basic/expected.yaml: must be no folder: a case has only files; move what it holds to a case of its own, or remove it`,
      `${f}/cases/basic/input.yaml: must be a file or a folder, not a link to "nowhere.yaml"; put the file itself there`,
      `${f}/cases/basic: must have \`expected.yaml\` or \`error.txt\`; write the input, then run \`npm run cases -- --update\``,
    ],
  ],
  [
    "a case with a bad name",
    { [`${f}/cases/Two Words/input.yaml`]: "a: b\n", [`${f}/cases/Two Words/error.txt`]: "x\n" },
    [`${f}/cases/Two Words: the name of a case ${nameRule}, not "Two Words"; rename it to "two-words"`],
  ],
  [
    "an unknown function in `only`, and a release as the stack's version",
    {},
    [
      'krm-functions:only: must name functions of functions/, not "goood"; write "good"',
      'krm-functions:version: must be a plain tag such as "dev", not "v1.0.0"; releases are versions that each function declares in its function.yaml',
    ],
    { only: ["goood"], version: "v1.0.0" },
  ],
];

describeRefusals("a bad folder is refused", rows);

test("everything that is wrong in all functions is told at once", async () => {
  const bad = {
    [`${f}/function.yaml`]: "description: d\nversion: 1.0.0\n",
    "functions/other/README.md": null,
  };
  assert.equal((await refusal(makeProject({ ...functionFiles("other"), ...bad }))).length, 2);
});

test("what file managers leave in folders is no part of the catalog", async () => {
  const litter = ["functions", f, `${f}/cases`, `${f}/cases/basic`].map((path) => [`${path}/.DS_Store`, "x"]);
  assert.equal((await readCatalog(makeProject(Object.fromEntries(litter)))).length, 1);
});
