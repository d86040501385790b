// Owns the tests of what a function.yaml must not say: each bad one with the message that it gets.
import { describeRefusals, type Row } from "./refusal.ts";
import type { Files } from "./tree.ts";

const f = "functions/good";
const yaml = `${f}/function.yaml`;
const keys = "`description`, `version`, `config`, `keywords`, `idempotent`, `budget`";
const tagRule =
  '`version` must be a tag of at most 128 letters, digits, "_", "." and "-", which starts with none of the last two';

const declared = (text: string): Files => ({ [yaml]: text });
const version = (text: string): Files => declared(`description: d\nversion: ${text}\n`);

const rows: readonly Row[] = [
  [
    "no function.yaml",
    { [yaml]: null },
    [
      `${yaml}: must exist with a \`description\` and a \`version\`; write it; templates/function has an example`,
    ],
  ],
  [
    "function.yml",
    { [yaml]: null, [`${f}/function.yml`]: "description: d\nversion: v1.0.0\n" },
    [`${yaml}: must exist with a \`description\` and a \`version\`; rename "function.yml" to it`],
  ],
  [
    "broken YAML",
    declared("description: d\nversion: [v1\n"),
    [`${yaml}:3: must be YAML: unexpected end of the stream within a flow collection, at ""; mend the line`],
  ],
  [
    "a key twice",
    declared("description: d\nversion: v1.0.0\nversion: v1.0.1\n"),
    [`${yaml}:3: must have each key only once, not a second "version: v1.0.1"; remove one of the two`],
  ],
  [
    "no mapping",
    declared("- description\n"),
    [
      `${yaml}: must be a mapping with \`description\` and \`version\`, not ["description"]; write \`key: value\` lines`,
    ],
  ],
  [
    "an empty file",
    declared(""),
    [
      `${yaml}: must be a mapping with \`description\` and \`version\`, not an empty file; write \`key: value\` lines`,
    ],
  ],
  [
    "a misspelt key, and so none of the right one",
    declared("descripton: d\nversion: v1.0.0\n"),
    [
      `${yaml}: must have a \`description\`; add one line that says what the function does`,
      `${yaml}:1: must have only the keys ${keys}, not "descripton"; write \`description\``,
    ],
  ],
  [
    "keys that the folder and the stack say",
    declared("name: other\ndescription: d\nversion: v1.0.0\nimage: x\n"),
    [
      `${yaml}:1: must have only the keys ${keys}, not "name"; remove it: the folder's name is the function's name`,
      `${yaml}:4: must have only the keys ${keys}, not "image"; remove it: the stack's \`imagePrefix\` and the folder's name say the image`,
    ],
  ],
  [
    "no version",
    declared("description: d\n"),
    [`${yaml}: must have a \`version\`; add a release such as "v0.1.0", or a plain tag such as "unstable"`],
  ],
  [
    "a description of two lines",
    declared("description: |\n  one\n  two\nversion: v1.0.0\n"),
    [
      `${yaml}:1: \`description\` must be one line of text, not "one\\ntwo\\n"; write one line that says what it does`,
    ],
  ],
  [
    "a version that is a number",
    version("1.2"),
    [`${yaml}:2: \`version\` must be text, not "1.2"; write a release such as "v1.0.0"`],
  ],
  [
    "a release without v",
    version("1.2.3"),
    [`${yaml}:2: \`version\` must be a release with "v" before it, not "1.2.3"; write "v1.2.3"`],
  ],
  [
    "latest",
    version("latest"),
    [
      `${yaml}:2: \`version\` must be a release or a plain tag of its own, not "latest"; write a release such as "v1.0.0"`,
    ],
  ],
  [
    "a floating tag",
    version("v1.2"),
    [`${yaml}:2: \`version\` must be a whole release, since shorter tags float, not "v1.2"; write "v1.2.0"`],
  ],
  [
    "build metadata",
    version("v1.2.3+abc"),
    [
      `${yaml}:2: \`version\` must be without build metadata, which a tag cannot hold, not "v1.2.3+abc"; write "v1.2.3"`,
    ],
  ],
  [
    "a release that is none",
    version("v1.02.3"),
    [
      `${yaml}:2: \`version\` must be a release vX.Y.Z or vX.Y.Z-prerelease by the rules of semver.org, not "v1.02.3"; write "v1.2.3"`,
    ],
  ],
  ["no tag", version("a/b"), [`${yaml}:2: ${tagRule}, not "a/b"; write a release such as "v1.0.0"`]],
  [
    "a tag that is too long",
    version("a".repeat(129)),
    [`${yaml}:2: ${tagRule}, not "${"a".repeat(129)}"; write a release such as "v1.0.0"`],
  ],
  [
    "bad kinds of functionConfig",
    declared(
      "description: d\nversion: dev\nconfig:\n  - ConfigMap\n  - { apVersion: v1, kind: configMap }\n  - { apiVersion: v1, kind: A }\n  - { apiVersion: v1, kind: A }\n",
    ),
    [
      `${yaml}:3: \`apiVersion\` in \`config\` must be [group/]version, not "nothing"; write a version such as "v1" or "fn.kpt.dev/v1alpha1"`,
      `${yaml}:3: \`config\` must name each kind once, not "v1 A" again; remove one of the two`,
      `${yaml}:3: \`kind\` in \`config\` must be a kind, not "configMap"; write a kind such as "ConfigMap"`,
      `${yaml}:3: an entry of \`config\` must have an \`apiVersion\` and a \`kind\`, not "ConfigMap"; write \`- apiVersion: ...\` and \`kind: ...\``,
      `${yaml}:3: an entry of \`config\` must have only the keys \`apiVersion\`, \`kind\`, \`description\`, not "apVersion"; write \`apiVersion\``,
    ],
  ],
  [
    "two documents",
    declared("description: d\nversion: dev\n---\ndescription: e\n"),
    [
      `${yaml}: must be YAML: expected a single document in the stream, but found more; leave one document, and remove the \`---\` between them`,
    ],
  ],
  [
    "a release too long for a tag",
    version(`v1.0.0-${"a".repeat(128)}`),
    [`${yaml}:2: ${tagRule}, not "v1.0.0-${"a".repeat(128)}"; write a release such as "v1.0.0"`],
  ],
  [
    "entries of config that say nothing",
    declared("description: d\nversion: dev\nconfig: [a, b]\n"),
    ["a", "b"].map(
      (entry) =>
        `${yaml}:3: an entry of \`config\` must have an \`apiVersion\` and a \`kind\`, not "${entry}"; write \`- apiVersion: ...\` and \`kind: ...\``,
    ),
  ],
  [
    "config, keywords and idempotent of wrong types",
    declared("description: d\nversion: dev\nconfig: ConfigMap\nkeywords: word\nidempotent: maybe\n"),
    [
      `${yaml}:3: \`config\` must be a list of kinds, not "ConfigMap"; write \`- apiVersion: ...\` and \`kind: ...\``,
      `${yaml}:4: \`keywords\` must be a list of words, not "word"; write \`[word, word]\``,
      `${yaml}:5: \`idempotent\` must be true or false, not "maybe"; write true or false`,
    ],
  ],
  ...(
    [
      ["150 KB", '"150 KB"', "150 kB"],
      ["6MiB", '"6MiB"', "6 MB"],
      ["200000", '"200000"', "200 kB"],
      ["0 kB", '"0 kB"', "300 kB"],
      ["[1]", '"[1]"', "300 kB"],
    ] as const
  ).map(
    ([text, found, mended]): Row => [
      `the budget ${text}`,
      declared(`description: d\nversion: dev\nbudget: ${text}\n`),
      [
        `${yaml}:3: \`budget\` must be a size in kB or MB, how much one platform's image may add to its base, not ${found}; write \`budget: ${mended}\``,
      ],
    ],
  ),
  [
    "a keyword twice",
    declared("description: d\nversion: dev\nkeywords: [a, b, a]\n"),
    [`${yaml}:3: \`keywords\` must have each word once, not "a" again; remove one of the two`],
  ],
];

describeRefusals("a bad function.yaml is refused", rows);
