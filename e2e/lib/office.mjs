// Opens what the program wrote, with the programs an office has.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The text LibreOffice reads from a file: a spreadsheet as CSV, a document as plain text. */
export async function textByLibreOffice(file) {
  const folder = await mkdtemp(path.join(tmpdir(), "luoshi-office-"));
  try {
    const isSheet = file.endsWith(".xlsx");
    // 76 is UTF-8 in LibreOffice's list of encodings.
    const to = isSheet ? "csv:Text - txt - csv (StarCalc):44,34,76" : "txt:Text (encoded):UTF8";
    await run(
      "soffice",
      [
        `-env:UserInstallation=file://${folder}/profile`,
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        folder,
        file,
      ],
      { timeout: 120_000 },
    );
    const name = path.basename(file).replace(/\.\w+$/, isSheet ? ".csv" : ".txt");
    return await readFile(path.join(folder, name), "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
