// Cuts the open typefaces to the characters a paper needs and packs them: `node pack.mjs FOLDER`.
//
// The body keeps every character its designers drew, and stands in wherever another face has none; the
// others keep the characters of GB/T 2312, which is what headings and titles are made of. Hints for
// screens and typographic features are left out: nothing in a paper uses them.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";

const FACES = [
    ["song.ttf", "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf", "all"],
    ["song-bold.ttf", "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf", "common"],
    ["hei.ttf", "@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf", "common"],
    ["kai.ttf", "@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff", "common"],
];

/** Licences of the packages, which go wherever the typefaces go. */
const LICENCES = [
    "@expo-google-fonts/noto-serif-sc/LICENSE_FONT",
    "@expo-google-fonts/noto-sans-sc/LICENSE_FONT",
    "@fontsource/lxgw-wenkai/LICENSE",
];

const NO_HINTING = 1;
const LAYOUT_FEATURES = 6;
const WRITABLE = 2;

/** ASCII, Latin, the marks of Chinese texts, and the two-byte characters of GB/T 2312. */
function commonCharacters() {
    const characters = new Set();
    const addRange = (first, last) => {
        for (let code = first; code <= last; code += 1) characters.add(code);
    };
    addRange(0x20, 0x7e);
    addRange(0xa0, 0x17f);
    addRange(0x2010, 0x203b);
    addRange(0x2150, 0x2193);
    addRange(0x2200, 0x226f);
    addRange(0x2460, 0x24ff);
    addRange(0x25a0, 0x2612);
    addRange(0x3000, 0x303f);
    addRange(0x3200, 0x33ff);
    addRange(0xff01, 0xffe5);
    const decoder = new TextDecoder("gb18030");
    for (let row = 0xa1; row <= 0xf7; row += 1) {
        for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
            characters.add(decoder.decode(Uint8Array.of(row, cell)).codePointAt(0));
        }
    }
    return characters;
}

/** The plain font in a WOFF 1 file, whose tables are merely deflated one by one; others as they are. */
function unwrapped(bytes) {
    if (bytes.toString("latin1", 0, 4) !== "wOFF") return bytes;
    const tables = [];
    const count = bytes.readUInt16BE(12);
    for (let place = 0; place < count; place += 1) {
        const [tag, offset, packed, length, sum] = [0, 4, 8, 12, 16].map((at) =>
            bytes.readUInt32BE(44 + place * 20 + at),
        );
        const data = bytes.subarray(offset, offset + packed);
        tables.push({ tag, sum, data: packed < length ? inflateSync(data) : data });
    }
    const power = Math.floor(Math.log2(count));
    const head = Buffer.alloc(12 + 16 * count);
    head.writeUInt32BE(bytes.readUInt32BE(4), 0);
    head.writeUInt16BE(count, 4);
    head.writeUInt16BE(16 << power, 6);
    head.writeUInt16BE(power, 8);
    head.writeUInt16BE(16 * count - (16 << power), 10);
    const parts = [head];
    let offset = head.length;
    tables.forEach(({ tag, sum, data }, place) => {
        [tag, sum, offset, data.length].forEach((number, at) => {
            head.writeUInt32BE(number, 12 + 16 * place + 4 * at);
        });
        const padded = Buffer.alloc(Math.ceil(data.length / 4) * 4);
        data.copy(padded);
        parts.push(padded);
        offset += padded.length;
    });
    return Buffer.concat(parts);
}

/** A cutter of its own for each face: the library's memory only grows. */
async function cut(module, font, characters) {
    const hb = (await WebAssembly.instantiate(module)).exports;
    hb._initialize?.();
    const place = hb.malloc(font.length);
    new Uint8Array(hb.memory.buffer).set(font, place);
    const face = hb.hb_face_create(hb.hb_blob_create(place, font.length, WRITABLE, 0, 0), 0);
    const input = hb.hb_subset_input_create_or_fail();
    if (characters) {
        const wanted = hb.hb_subset_input_unicode_set(input);
        for (const code of characters) hb.hb_set_add(wanted, code);
    } else {
        hb.hb_subset_input_keep_everything(input);
    }
    hb.hb_subset_input_set_flags(input, NO_HINTING);
    hb.hb_set_clear(hb.hb_subset_input_set(input, LAYOUT_FEATURES));
    const result = hb.hb_subset_or_fail(face, input);
    if (!result) throw new Error("the face cannot be cut");
    const blob = hb.hb_face_reference_blob(result);
    const start = hb.hb_blob_get_data(blob, 0);
    return Buffer.from(hb.memory.buffer.slice(start, start + hb.hb_blob_get_length(blob)));
}

const folder = process.argv[2];
await mkdir(folder, { recursive: true });
const module = await WebAssembly.compile(
    await readFile("node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm"),
);
const common = commonCharacters();
for (const [name, source, keep] of FACES) {
    const font = unwrapped(await readFile(join("node_modules", source)));
    const face = await cut(module, font, keep === "common" ? common : null);
    await writeFile(join(folder, `${name}.z`), deflateSync(face, { level: 9 }));
    console.log(`${name} ${font.length} ${face.length}`);
}
const licences = await Promise.all(
    LICENCES.map((name) => readFile(join("node_modules", name), "utf8")),
);
await writeFile(join(folder, "licences.txt"), licences.join("\n\n========\n\n"));
