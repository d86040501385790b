// Owns what the end-to-end tests demand of the files in an image: no shell, nothing that makes root of a user, nothing to write to.
import assert from "node:assert/strict";

/** Programs that read commands, by their file's name. */
const shells = new Set(
  "sh bash dash ash ksh mksh zsh fish busybox toybox sash tcsh csh perl python python3".split(" "),
);
/** Places that a container runtime mounts over. */
const runtimes = /^(dev|proc|sys)\/|^(\.dockerenv|etc\/(hostname|hosts|resolv\.conf|mtab))$/;

/** One line of `tar --numeric-owner -tv`. */
interface Entry {
  readonly mode: string;
  readonly owner: string;
  readonly path: string;
}

/** Demands of an image's file system, as `docker export | tar --numeric-owner -tv` lists it. */
export function assertFiles(listing: string, image: string): void {
  const entries = listing.split("\n").flatMap((line): Entry[] => {
    const [, mode, owner, path] =
      /^(\S{10}) (\d+\/\d+) +[\d,]+ \S+ \S+ (.+?)( -> .*| link to .*)?$/.exec(line) ?? [];
    if (mode === undefined || owner === undefined || path === undefined || runtimes.test(path)) return [];
    return [{ mode, owner, path }];
  });
  const listed = (wanted: (entry: Entry) => boolean) =>
    entries.filter(wanted).map(({ mode, path }) => `${mode} ${path}`);
  assert.ok(
    entries.some(({ path }) => path === "etc/passwd"),
    `${image} must be listed: ${listing}`,
  );
  assert.deepEqual(
    listed(({ path }) => shells.has(path.split("/").at(-1) ?? "")),
    [],
    `${image}: no shell`,
  );
  assert.deepEqual(
    listed(({ mode }) => /[sS]/.test(mode.slice(1))),
    [],
    `${image}: no setuid, no setgid`,
  );
  assert.deepEqual(
    listed(({ mode }) => /^[bcps]/.test(mode)),
    [],
    `${image}: no device, pipe or socket`,
  );
  // Whoever runs it owns nothing in it, and may write to /tmp alone.
  assert.deepEqual(
    listed(({ owner }) => owner !== "0/0"),
    [],
    `${image}: all files are root's`,
  );
  const writable = ({ mode, path }: Entry) => mode[8] === "w" && !mode.startsWith("l") && path !== "tmp/";
  assert.deepEqual(listed(writable), [], `${image}: nobody but root may write`);
  assert.deepEqual(
    listed(({ mode, path }) => path === "tmp/" && !/t$/i.test(mode)),
    [],
    `${image}: /tmp is sticky`,
  );
}
