// The table of single edits, each with its exact text.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "js-yaml";
import { Document } from "../../../sdk/yaml/document.ts";
import { createSchema } from "../../../sdk/yaml/schema.ts";
import { ALIAS_CASES } from "./edit-cases-aliases.ts";
import { FLOW_CASES } from "./edit-cases-flow.ts";
import { KEY_CASES } from "./edit-cases-keys.ts";
import { LIST_CASES } from "./edit-cases-lists.ts";
import { SCALAR_CASES } from "./edit-cases-scalars.ts";
import { MAP_CASES } from "./edit-cases-values.ts";

const TABLES = {
  maps: MAP_CASES,
  keys: KEY_CASES,
  scalars: SCALAR_CASES,
  lists: LIST_CASES,
  flow: FLOW_CASES,
  aliases: ALIAS_CASES,
};

for (const [name, cases] of Object.entries(TABLES)) {
  describe(name, () => {
    for (const [title, before, change, after] of cases) {
      test(title, () => {
        const untouched = new Document(before);
        assert.equal(untouched.write(structuredClone(untouched.data)), before);
        const document = new Document(before);
        change(document.data);
        const output = document.write(document.data);
        assert.equal(output, after);
        assert.deepEqual(load(output, { schema: createSchema() }), document.data);
      });
    }
  });
}
