// Owns answering a registry's demand for a login: basic credentials, or a token from its token service.
// Source: https://distribution.github.io/distribution/spec/auth/token/ and .../auth/oauth/
import type { Credentials } from "./credentials.ts";
import type { Request, Send } from "./request.ts";

/**
 * The value of the header `authorization` that answers a `www-authenticate` header; undefined where nothing can.
 *
 * @param scope such as `repository:team/set-labels:pull`
 * @param credentials undefined: a token for anyone, where the service gives one
 */
export async function answerChallenge(
  challenge: string,
  scope: string,
  credentials: Credentials | undefined,
  send: Send,
): Promise<string | undefined> {
  if (/^basic\b/i.test(challenge)) return credentials === undefined ? undefined : basic(credentials);
  const realm = parameter(challenge, "realm");
  if (!/^bearer\b/i.test(challenge) || realm === undefined) return undefined;
  const service = parameter(challenge, "service");
  const wanted = new URLSearchParams({ scope, ...(service === undefined ? {} : { service }) });
  const answer =
    credentials !== undefined && "identityToken" in credentials
      ? await send(realm, refreshRequest(wanted, credentials.identityToken))
      : await send(`${realm}${realm.includes("?") ? "&" : "?"}${wanted}`, {
          headers: basicHeader(credentials),
        });
  if (!answer.ok) return undefined;
  const { token, access_token = token } = JSON.parse(answer.body.toString()) as {
    token?: string;
    access_token?: string;
  };
  return access_token === undefined ? undefined : `Bearer ${access_token}`;
}

function basic(credentials: Credentials): string | undefined {
  if ("identityToken" in credentials) return undefined;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
}

function basicHeader(credentials: Credentials | undefined): Record<string, string> {
  const value = credentials === undefined ? undefined : basic(credentials);
  return value === undefined ? {} : { authorization: value };
}

function refreshRequest(wanted: URLSearchParams, identityToken: string): Request {
  const body = new URLSearchParams(wanted);
  body.set("grant_type", "refresh_token");
  body.set("client_id", "krm-functions");
  body.set("refresh_token", identityToken);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", headers, body: body.toString() };
}

function parameter(challenge: string, name: string): string | undefined {
  return new RegExp(`[\\s,]${name}="([^"]*)"`, "i").exec(challenge)?.[1];
}
