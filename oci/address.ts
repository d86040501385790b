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

/** Docker Hub's API is not at the host that its images are named by, and images without an owner are in `library`. */
const hub = { registry: "docker.io", host: "registry-1.docker.io" };

/** Reads an image's name without tag and digest, `host[:port]/path`. */
export function repositoryOf(image: string): Repository {
  const slash = image.indexOf("/");
  const registry = image.slice(0, slash);
  if (registry === hub.registry) {
    const path = image.slice(slash + 1);
    return { registry, path: path.includes("/") ? path : `library/${path}`, origin: `https://${hub.host}` };
  }
  const { hostname } = new URL(`http://${registry}`);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
  return { registry, path: image.slice(slash + 1), origin: `${isLoopback ? "http" : "https"}://${registry}` };
}
