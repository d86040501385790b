// Owns the tests of the workflows' own scripts: run as GitHub runs them, with a `gh` that notes what it is asked.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { load } from "js-yaml";
import { root } from "../../../tools/paths.ts";

interface Job {
  readonly steps: readonly { readonly name?: string; readonly run?: string }[];
}

const marker = "<!-- krm-functions preview of prod -->";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workflow-"));
  const gh = join(folder, "gh");
  // It answers look-ups with $FOUND, and keeps the arguments, one a line, and a body that is sent as a file.
  writeFileSync(
    gh,
    `#!/bin/sh
for word; do printf '%s\\n' "$word" >> asked; done
case " $* " in
  *" body=@report.md "*) cp report.md sent ;;
  *" --jq "*) printf '%s' "$FOUND" ;;
esac
`,
  );
  chmodSync(gh, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a step's script; gives the words that `gh` got, and the file that it sent. */
function runStep(workflow: string, job: string, name: string, env: Record<string, string>) {
  const text = readFileSync(join(root, ".github", "workflows", workflow), "utf8");
  const { jobs } = load(text) as { jobs: Record<string, Job> };
  const script = jobs[job]?.steps.find((step) => step.name === name)?.run;
  assert.ok(script !== undefined, `${workflow}: ${job}: ${name}`);
  const file = join(folder, "script.sh");
  writeFileSync(file, script);
  const path = [folder, process.env.PATH].join(delimiter);
  const { status, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", file], {
    cwd: folder,
    env: { PATH: path, FOUND: "", ...env },
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  const sent = join(folder, "sent");
  return {
    asked: readFileSync(join(folder, "asked"), "utf8"),
    sent: existsSync(sent) ? readFileSync(sent, "utf8") : undefined,
  };
}

describe("the comment on a pull request", () => {
  const env = { COMMENTS: "repos/o/r/issues", NUMBER: "7", RUN: "https://example.test/run" };
  const comment = (found: string) =>
    runStep("pull-request.yaml", "comment", "Comment", { ...env, FOUND: found });

  test("is made where there is none, with the report as it is", () => {
    const hostile = `${marker}\n$(touch hacked) \`touch hacked\` %s "'\n`;
    writeFileSync(join(folder, "report.md"), hostile);
    const { asked, sent } = comment("");
    assert.match(asked, /\nPOST\nrepos\/o\/r\/issues\/7\/comments\n/);
    assert.equal(sent, `${hostile}\n[The run](https://example.test/run)\n`);
    assert.ok(!existsSync(join(folder, "hacked")));
  });

  test("is replaced where there is one, the first where there are more", () => {
    writeFileSync(join(folder, "report.md"), `${marker}\n`);
    const { asked } = comment("11\n12\n");
    assert.match(asked, /\nPATCH\nrepos\/o\/r\/issues\/comments\/11\n/);
    assert.ok(asked.includes(`startswith("${marker}")`));
    assert.doesNotMatch(asked, /POST/);
  });

  test("says so where the preview came to no report", () => {
    const { sent } = comment("");
    assert.equal(sent?.split("\n")[0], marker);
    assert.match(sent ?? "", /did not come to a report\.\n\n\[The run\]/);
  });
});

describe("the issue about drift", () => {
  const env = { TITLE: "prod is not as main declares", RUN: "https://example.test/run" };
  const tell = (found: string) =>
    runStep("drift.yaml", "tell", "Open an issue, or add to the open one", { ...env, FOUND: found });

  test("is opened", () => {
    assert.match(
      tell("").asked,
      /\nissue\ncreate\n--title\nprod is not as main declares\n--body\n\[The run\]/,
    );
  });

  test("gets a comment where it is open", () => {
    const { asked } = tell("3\n");
    assert.match(asked, /\nissue\ncomment\n3\n--body\n\[The run\]\(https:\/\/example\.test\/run\)/);
    assert.doesNotMatch(asked, /create/);
  });
});
