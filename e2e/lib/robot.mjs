// The server of a group's robot on this machine: takes what it is sent and checks how it is signed.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";

/**
 * Starts a server that answers as 钉钉 does. Gives the address of a robot, the requests so far, and how
 * to end it.
 */
export async function startRobot() {
  const requests = [];
  const server = createServer(async (request, reply) => {
    let body = "";
    for await (const piece of request) {
      body += piece;
    }
    requests.push({ method: request.method, url: new URL(request.url, "http://here"), body });
    reply.setHeader("content-type", "application/json");
    reply.end('{"errcode":0,"errmsg":"ok"}');
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/robot/send?access_token=only-for-this-test`,
    requests,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A request carries the signature 钉钉 asks for: HMAC-SHA256 over `milliseconds\nsecret`, not older than an hour. */
export function assertSigned(request, secret) {
  const at = request.url.searchParams.get("timestamp");
  assert.ok(Math.abs(Date.now() - Number(at)) < 3_600_000, `the time of the signature: ${at}`);
  const expected = createHmac("sha256", secret).update(`${at}\n${secret}`).digest("base64");
  assert.equal(request.url.searchParams.get("sign"), expected);
}
