// Owns installing Debian packages on this machine, one command at a time: apt gives up where another holds its locks.
import { runVisibly } from "../child.ts";
import { withLock } from "../lock.ts";
import { userCache } from "../paths.ts";

/**
 * Installs packages; what apt prints goes to standard error. Clones that install at the same time wait for each other, and
 * each for other users of dpkg, up to five minutes.
 *
 * @returns apt-get's exit code
 */
export async function installPackages(packages: readonly string[]): Promise<number> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args: readonly string[]) =>
    runVisibly("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", ...args], {
      stdio: ["ignore", 2, 2],
      env,
    });
  const install = ["install", "--yes", "--no-install-recommends", ...packages];
  return await withLock(
    userCache("apt.lock"),
    () => {},
    // An old package list names versions that the mirror dropped: refreshed where the first try fails.
    async () => ((await apt(install)) === 0 ? 0 : (await apt(["update"])) || (await apt(install))),
  );
}
