// A provider of OpenID Connect on this machine: a real one, with people of its own.
import { Provider } from "oidc-provider";
import { createServer } from "node:http";

const CLIENT = { id: "luoshi", secret: "only-for-this-test" };

/** How the program under test finds the provider: settings from its environment. */
export function settings(provider, origin) {
  return {
    LUOSHI_OIDC_ISSUER: provider.issuer,
    LUOSHI_OIDC_CLIENT_ID: CLIENT.id,
    LUOSHI_OIDC_CLIENT_SECRET: CLIENT.secret,
    LUOSHI_OIDC_ADDRESS: origin,
  };
}

/** Starts a provider that lets everybody in under the name they type; gives its address and an end. */
export async function startProvider() {
  let answer = (_request, reply) => reply.end();
  const server = createServer((request, reply) => answer(request, reply));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    issuer,
    /** Tells the provider where people may be sent back to. */
    knows(origin) {
      answer = provider(issuer, origin).callback();
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function provider(issuer, origin) {
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${origin}/sign-in/unified/back`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ["sub"], profile: ["preferred_username"] },
    findAccount: (_context, name) => ({
      accountId: name,
      claims: () => ({ sub: name, preferred_username: name }),
    }),
    cookies: { keys: ["only-for-this-test"] },
  });
}
