// Bundles the style sheet and the scripts into the folder named as the first argument, each also compressed.
// Called by `../build.rs`; by hand: `npm run build`.
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2] ?? "dist";

// Offices run domestic browsers built on Chromium 86 and later.
const bundles = [
  { from: "styles/app.css", to: "app.css" },
  { from: "src/app.ts", to: "app.js" },
  { from: "src/review.ts", to: "review.js" },
  { from: "src/grid.ts", to: "grid.js" },
  { from: "styles/grid.css", to: "grid.css" },
];

await mkdir(folder, { recursive: true });
for (const { from, to } of bundles) {
  const target = path.join(folder, to);
  await build({
    entryPoints: [from],
    outfile: target,
    bundle: true,
    minify: true,
    format: "iife",
    target: "chrome86",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  const bytes = await readFile(target);
  await writeFile(`${target}.gz`, gzipSync(bytes, { level: 9 }));
  await writeFile(`${target}.br`, brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }));
}
