// Owns the tests of what a function's own recipe must not be: each bad one with the message that it gets.
import { describeRefusals, type Row } from "./refusal.ts";
import type { Files } from "./tree.ts";

const path = "functions/good/Dockerfile";
const end = 'USER 65532\nENTRYPOINT ["/app/program"]\n';
const pin = "write `${<NAME>_BASE}` and set `bases.<name>` in the stack, or add `@sha256:...`";
const userRule = "USER must be a number other than 0, so that any cluster can see that it is not root";

const recipe = (text: string): Files => ({ [path]: text });

const rows: readonly Row[] = [
  [
    "no stage `function`",
    recipe(`FROM scratch AS main\n${end}`),
    [
      `${path}: must have a stage \`function\`, which is what ships; name the last stage: \`FROM ... AS function\``,
    ],
  ],
  [
    "stages that the program adds",
    recipe(`FROM scratch AS function\n${end}FROM function AS Check\nFROM function AS release\n`),
    [
      `${path}:4: must not have a stage "check", which the program adds itself; rename the stage`,
      `${path}:5: must not have a stage "release", which the program adds itself; rename the stage`,
    ],
  ],
  [
    "a shell-form ENTRYPOINT",
    recipe("FROM scratch AS function\nUSER 65532\nENTRYPOINT /app/program --run\n"),
    [
      `${path}:3: ENTRYPOINT must be in exec form, a JSON list of words, not "/app/program --run"; write \`ENTRYPOINT ["program", "argument"]\`: the image has no shell`,
    ],
  ],
  [
    "no ENTRYPOINT and no USER",
    recipe("FROM scratch AS function\nCOPY app/ /\n"),
    [
      `${path}: the stage \`function\` must have a USER; add \`USER 65532\` to it`,
      `${path}: the stage \`function\` must have an ENTRYPOINT; add \`ENTRYPOINT ["/path/of/program"]\` to it`,
    ],
  ],
  [
    "a USER by name, in the stage before",
    recipe('FROM scratch AS base\nUSER nobody\nFROM base AS function\nENTRYPOINT ["/a"]\n'),
    [`${path}:2: ${userRule}, not "nobody"; write \`USER 65532\``],
  ],
  [
    "root",
    recipe('FROM scratch AS function\nUSER 0\nENTRYPOINT ["/a"]\n'),
    [`${path}:2: ${userRule}, not "0"; write \`USER 65532\``],
  ],
  [
    "a CMD",
    recipe(`FROM scratch AS function\nCMD ["--run"]\n${end}`),
    [
      `${path}:2: must not have a CMD, found "["--run"]": kpt runs the entrypoint alone; move its arguments to ENTRYPOINT`,
    ],
  ],
  [
    "an entrypoint that has to be looked for, where the check has another PATH",
    recipe('FROM scratch AS function\nUSER 65532\nENTRYPOINT ["program"]\n'),
    [
      `${path}:1: ENTRYPOINT must start with the absolute path of its program, not "program"; write the path: the check runs the program from there`,
    ],
  ],
  [
    "a frontend of its own",
    recipe(`# syntax=docker/dockerfile:1\nFROM scratch AS function\n${end}`),
    [
      `${path}:1: must not have a \`# syntax=\` line, which pulls the frontend "docker/dockerfile:1" at every build; remove the line: BuildKit's own frontend reads the recipe`,
    ],
  ],
  [
    "another escape character",
    recipe(`# escape=\`\nFROM scratch AS function\n${end}`),
    [`${path}:1: \`# escape=\` must be a backslash, not "\`"; remove the line`],
  ],
  [
    "images that may change",
    recipe(
      [
        "FROM --platform=$BUILDPLATFORM golang:1.26 AS build",
        "RUN --mount=type=cache,target=/x --mount=type=bind,from=alpine,target=/y go build",
        "RUN --mount=type=bind,from=build,target=/x --mount=from=debian,target=/y go build",
        "FROM ${VARIANT} AS function",
        "COPY --from=build /out /app",
        "COPY --from=busybox:1 /bin /bin",
        end,
      ].join("\n"),
    ),
    [
      `${path}:1: an image must be a stage, a base or pinned by its digest, not "golang:1.26"; ${pin}`,
      `${path}:2: an image must be a stage, a base or pinned by its digest, not "alpine"; ${pin}`,
      `${path}:3: an image must be a stage, a base or pinned by its digest, not "debian"; ${pin}`,
      `${path}:4: an image must be a stage, a base or pinned by its digest, not "\${VARIANT}"; ${pin}`,
      `${path}:6: an image must be a stage, a base or pinned by its digest, not "busybox:1"; ${pin}`,
    ],
  ],
  [
    "bases with a value, which would stand in the place of the stack's",
    recipe(
      `ARG OTHER_BASE=unused VERSION=1\nARG GO_BASE="golang:1" NODE_BASE=node:22\nFROM $GO_BASE AS build\nFROM \${NODE_BASE} AS function\n${end}`,
    ),
    [
      `${path}:2: must not give \`GO_BASE\` a value, found "golang:1": the stack pins it; write \`ARG GO_BASE\`, and the image to the stack's \`bases\``,
      `${path}:2: must not give \`NODE_BASE\` a value, found "node:22": the stack pins it; write \`ARG NODE_BASE\`, and the image to the stack's \`bases\``,
    ],
  ],
  [
    "a bad default recipe",
    { "functions/Dockerfile": "FROM ${NODE_BASE} AS function\nUSER root\n" },
    [
      `functions/Dockerfile: the stage \`function\` must have an ENTRYPOINT; add \`ENTRYPOINT ["/path/of/program"]\` to it`,
      `functions/Dockerfile:2: ${userRule}, not "root"; write \`USER 65532\``,
    ],
  ],
];

describeRefusals("a bad recipe is refused", rows);
