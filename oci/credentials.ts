// Owns finding the credentials that `docker login` and credential helpers keep for a registry. They are never written anywhere.
// Source: Docker CLI's configuration file, https://docs.docker.com/reference/cli/docker/login/#credential-stores
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problems } from "../catalog/problems.ts";

/** What a registry knows the user by: a password, or a token that is exchanged for one. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

/** Under which Docker keeps the login of Docker Hub, in its file and with its helpers. */
const hubKey = "https://index.docker.io/v1/";

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** The credentials for `registry` (host[:port]); undefined where there are none. */
export async function findCredentials(registry: string): Promise<Credentials | undefined> {
  const config = await readDockerConfig();
  const name = registry === "docker.io" ? hubKey : registry;
  const keys = [name, registry, `https://${registry}`, `https://${registry}/v1/`, `https://${registry}/v2/`];
  const helper = config.credHelpers?.[name] ?? config.credHelpers?.[registry] ?? config.credsStore;
  const helped = helper === undefined ? undefined : await askHelper(helper, name);
  if (helped !== undefined) return helped;
  const entry = keys.map((key) => config.auths?.[key]).find((found) => found !== undefined);
  if (entry?.identitytoken) return { identityToken: entry.identitytoken };
  if (!entry?.auth) return undefined;
  const [username = "", ...password] = Buffer.from(entry.auth, "base64").toString().split(":");
  return { username, password: password.join(":") };
}

async function readDockerConfig(): Promise<DockerConfig> {
  // As Docker reads it: one that is empty counts as unset.
  const file = join(process.env.DOCKER_CONFIG || join(homedir(), ".docker"), "config.json");
  try {
    return JSON.parse(await readFile(file, "utf8")) as DockerConfig;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    if (!(error instanceof SyntaxError)) throw error;
    const must = "must be JSON, as `docker login` writes it";
    throw new Problems("Credentials cannot be read:", [{ path: file, must, cure: "mend or remove it" }]);
  }
}

/** Asks `docker-credential-NAME get`, as Docker does; undefined where it has nothing for the registry. */
async function askHelper(name: string, registry: string): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  const { error, stdout } = await new Promise<{ error: Error | null; stdout: string }>((resolve) => {
    const child = execFile(program, ["get"], { timeout: 30_000 }, (error, stdout) =>
      resolve({ error, stdout }),
    );
    child.stdin?.on("error", () => {}); // It ended before it read: its exit says why.
    child.stdin?.end(`${registry}\n`);
  });
  if (error === null) {
    const { Username, Secret } = JSON.parse(stdout) as { Username: string; Secret: string };
    return Username === "<token>" ? { identityToken: Secret } : { username: Username, password: Secret };
  }
  if (/credentials not found/i.test(stdout)) return undefined;
  const must = "must answer `get`, since Docker's configuration names it for this registry, but failed";
  const cure = `log in again, or run \`echo ${registry} | ${program} get\` to see why`;
  throw new Problems("Credentials cannot be read:", [{ path: program, must, cure }], { cause: error });
}
