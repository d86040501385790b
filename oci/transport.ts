// Owns sending requests to a registry: logins, a bound on how many run at once, time limits, and another try where that can help.
import { setTimeout as sleep } from "node:timers/promises";
import type { Repository } from "./address.ts";
import { answerChallenge } from "./challenge.ts";
import { type Credentials, findCredentials } from "./credentials.ts";
import { RegistryProblem } from "./problem.ts";
import { type Answer, openSender, type Request, type Send } from "./request.ts";

/** What may be done with a repository; a login is asked for no more than that. */
export type Access = "pull" | "pull,push";

/** Sends requests. */
export interface Transport {
  /**
   * Sends one request to `origin + path`; its answer has status 2xx or 404. It has to come within the time limit as a whole,
   * unless `request` brings a signal of its own.
   *
   * @throws RegistryProblem where the registry does not answer, refuses, or goes on failing
   */
  send(repository: Repository, path: string, access: Access, request?: Request): Promise<Answer>;
}

/** How patient a transport is. */
export interface Patience {
  /** Time for one request with its answer's headers, in milliseconds. Default: 30 s. */
  readonly timeout?: number;
  /** How often a request is sent in all, where the registry is overloaded or drops it. Default: 4. */
  readonly attempts?: number;
  /** Requests that run side by side, each on a connection of its own. Default: 16. */
  readonly width?: number;
}

const overloaded = new Set([408, 429, 500, 502, 503, 504]);

/** Opens a transport, which asks for each registry's credentials and each repository's token once. */
export function openTransport({ timeout = 30_000, attempts = 4, width = 16 }: Patience = {}): Transport {
  const limit = limitTo(width);
  const credentials = new Map<string, Promise<Credentials | undefined>>();
  const logins = new Map<string, Promise<string | undefined>>();

  const credentialsOf = (registry: string) =>
    remember(credentials, registry, () => findCredentials(registry));
  const sendAny = openSender();
  const once: Send = (url, request = {}) =>
    limit(() => sendAny(url, { ...request, signal: request.signal ?? AbortSignal.timeout(timeout) }));

  async function tryOnce(repository: Repository, path: string, access: Access, request: Request) {
    const key = `${repository.registry}/${repository.path} ${access}`;
    const attempt = async () => {
      const authorization = await logins.get(key);
      const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) };
      return { authorization, answer: await once(`${repository.origin}${path}`, { ...request, headers }) };
    };
    const first = await attempt();
    const challenge = first.answer.header("www-authenticate");
    if (first.answer.status !== 401 || challenge === undefined) return first.answer;
    // Several requests meet the same challenge at once, or a token ran out: whoever comes first asks for the next one.
    if ((await logins.get(key)) === first.authorization) {
      const login = async () =>
        answerChallenge(
          challenge,
          `repository:${repository.path}:${access}`,
          await credentialsOf(repository.registry),
          once,
        );
      logins.set(key, login());
    }
    return (await attempt()).answer;
  }

  return {
    async send(repository, path, access, request = {}) {
      for (let attempt = 1; ; attempt++) {
        const last = attempt >= attempts;
        const outcome = await tryOnce(repository, path, access, request).catch(
          (error: unknown) => error as Error,
        );
        if (outcome instanceof Error) {
          if (last || !isDropped(outcome)) throw unreachable(repository, path, outcome);
          await sleep(pause(attempt));
        } else if (!last && overloaded.has(outcome.status)) {
          await sleep(pause(attempt, outcome.header("retry-after")));
        } else {
          return accept(repository, path, outcome);
        }
      }
    },
  };
}

function accept(repository: Repository, path: string, answer: Answer): Answer {
  if (answer.ok || answer.status === 404) return answer;
  const { registry, origin } = repository;
  const must = `must answer ${origin}${path} with 200 or 404, not "${answer.statusText}"`;
  if (answer.status === 401 || answer.status === 403) {
    const cure = `run \`docker login ${registry}\` as a user who may do that`;
    throw new RegistryProblem("refused", { path: `${registry}/${repository.path}`, must, cure });
  }
  const cure = "see the registry's own log, then run the command again";
  throw new RegistryProblem("unreachable", { path: registry, must, cure });
}

function unreachable({ registry, origin }: Repository, path: string, error: Error): Error {
  if (error.name === "Problems") return error;
  const reason = error.name === "TimeoutError" ? "it took too long" : causeOf(error).message;
  const cure = origin.startsWith("http:")
    ? "run `npm start`, which starts the local registry"
    : "see that this machine reaches it, then run the command again";
  const must = `must answer at ${origin}${path}, but: ${reason}`;
  return new RegistryProblem("unreachable", { path: registry, must, cure }, { cause: error });
}

/** A connection that was cut may come again; a name or a port that nobody answers will not within seconds. */
function isDropped(error: Error): boolean {
  const { code } = causeOf(error);
  return code === "ECONNRESET" || code === "EPIPE";
}

/** Of a name with several addresses, what the first one ended in. */
function causeOf(error: Error): NodeJS.ErrnoException {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first : error;
}

/** Milliseconds until the next attempt: what the registry asks for, at most 10 s, else twice as long each time. */
function pause(attempt: number, retryAfter?: string): number {
  const asked = Number(retryAfter ?? Number.NaN) * 1000;
  return Number.isFinite(asked) && asked >= 0 ? Math.min(asked, 10_000) : 250 * 2 ** (attempt - 1);
}

/** Runs at most `width` of the tasks that it is given at once, the others in their order. */
function limitTo(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

function remember<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}
