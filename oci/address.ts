// Owns how an image's name says where its registry is.

/** A repository of a registry. */
export interface Repository {
  /** `host[:port]`. */
  readonly registry: string;
  /** Path below the registry, such as `team/set-labels`. */
  readonly path: string;
  /** Where its API is, without a slash at the end: plain HTTP on loopback alone, as Docker and BuildKit have it. */
  readonly origin: string;
}

/** Reads an image's name without tag and digest, `host[:port]/path`. */
export function repositoryOf(image: string): Repository {
  const slash = image.indexOf("/");
  const registry = image.slice(0, slash);
  const { hostname } = new URL(`http://${registry}`);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
  return { registry, path: image.slice(slash + 1), origin: `${isLoopback ? "http" : "https"}://${registry}` };
}
