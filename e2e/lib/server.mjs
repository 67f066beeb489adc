// The program under test: a demo county, or an empty instance, in a temporary folder, on a free port of
// this machine.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { env as environment } from "node:process";

export const root = path.resolve(import.meta.dirname, "../..");

/** How long the program may take to answer: a debug build on a busy machine makes its county for minutes. */
const PATIENCE_MS = 180_000;

/** Starts the demo; see `start`. */
export function startDemo(settings) {
  return start("demo", settings);
}

/** Starts an instance of a bureau's own, which nobody has used yet; see `start`. */
export function startServe(settings) {
  return start("serve", settings);
}

/**
 * Starts the program. Gives back `origin`, what it printed so far, and how to end it. `settings` gives
 * variables of its environment, knowing its origin.
 */
async function start(command, settings = () => ({})) {
  const data = await mkdtemp(path.join(tmpdir(), "luoshi-e2e-"));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const process = spawn(program(), [command, "--data", data, "--port", String(port)], {
    env: { ...environment, ...settings(origin) },
  });
  let printed = "";
  for (const stream of [process.stdout, process.stderr]) {
    stream.setEncoding("utf8").on("data", (piece) => (printed += piece));
  }
  const ended = new Promise((resolve) => process.on("exit", resolve));
  const stop = async () => {
    process.kill();
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const until = Date.now() + PATIENCE_MS;
  while (!(await answers(origin))) {
    if (process.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`luoshi ${command} does not answer at ${origin}:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { origin, printed: () => printed, stop };
}

async function answers(origin) {
  try {
    return (await fetch(`${origin}/sign-in`)).ok;
  } catch {
    return false; // not listening yet
  }
}

/** The binary: named by LUOSHI, else the release build of this checkout. */
function program() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
  const binary = process.env.LUOSHI ?? path.join(target, "release/luoshi");
  if (!existsSync(binary)) {
    throw new Error(`no program at ${binary}: cargo build --release, or name it in LUOSHI`);
  }
  return binary;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
