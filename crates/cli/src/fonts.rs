//! Finds the fonts of the machine that a paper can use. Which of them is set for what is the business
//! of `gongwen-pdf`; here files are found, and only those read that it wants.

use gongwen_pdf::{Fonts, family_names, is_wanted};
use std::{
    env, fs,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// Where systems and office programs keep fonts.
const FOLDERS: [&str; 5] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/opt/kingsoft/wps-office/office6/fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];

/// The same below the home of whoever runs the program.
const FOLDERS_AT_HOME: [&str; 3] = [".fonts", ".local/share/fonts", "Library/Fonts"];

/// Folders are not followed deeper than this: links may lead in circles.
const DEEPEST: usize = 6;

/// A font file larger than this is not read (bytes). The largest office fonts have some 30 MB.
const LARGEST: u64 = 64 << 20;

/// A `name` table larger than this is none (bytes).
const LARGEST_NAMES: u32 = 1 << 20;

/// More faces than this are not looked at in a collection.
const MOST_FACES: u32 = 64;

/// The fonts to write papers with: those of the folder asked for, then those of the machine, then the
/// open ones every program carries. A file that cannot be read is passed over.
pub(crate) fn fonts(asked_for: Option<&Path>) -> Fonts {
    let mut fonts = Fonts::new();
    for folder in asked_for.map(Path::to_owned).into_iter().chain(folders()) {
        for path in font_files(&folder) {
            if is_useful(&path).unwrap_or(false)
                && let Ok(bytes) = fs::read(&path)
            {
                fonts.add(bytes);
            }
        }
    }
    for file in typefaces::files() {
        fonts.add(file);
    }
    fonts
}

fn folders() -> impl Iterator<Item = PathBuf> {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    let at_home = home
        .into_iter()
        .flat_map(|home| FOLDERS_AT_HOME.map(|folder| Path::new(&home).join(folder)));
    FOLDERS.into_iter().map(PathBuf::from).chain(at_home)
}

/// Font files in a folder and below it, by name, so that the choice is the same every time.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, DEEPEST, &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, deepest: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if deepest > 0 {
                collect(&path, deepest - 1, files);
            }
        } else if is_font_file(&path) {
            files.push(path);
        }
    }
}

fn is_font_file(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ["ttf", "otf", "ttc", "otc"].contains(&ending.to_ascii_lowercase().as_str())
    })
}

/// Whether a file holds a face a paper can use. Reads its names only: a machine may have hundreds of
/// megabytes of fonts.
fn is_useful(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() > LARGEST {
        return Ok(false);
    }
    let starts = if read_array::<4>(&mut file)? == *b"ttcf" {
        file.seek_relative(4)?;
        let count = read_number(&mut file)?.min(MOST_FACES);
        (0..count)
            .map(|_| read_number(&mut file))
            .collect::<io::Result<Vec<u32>>>()?
    } else {
        vec![0]
    };
    for start in starts {
        let names = name_table(&mut file, start)?;
        if family_names(&names).iter().any(|family| is_wanted(family)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The `name` table of the face whose directory of tables begins there; empty without one.
fn name_table(file: &mut File, start: u32) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(u64::from(start) + 4))?;
    let [high, low] = read_array::<2>(file)?;
    file.seek_relative(6)?;
    for _ in 0..u16::from_be_bytes([high, low]) {
        let tag = read_array::<4>(file)?;
        file.seek_relative(4)?;
        let [offset, length] = [read_number(file)?, read_number(file)?];
        if tag == *b"name" && length <= LARGEST_NAMES {
            file.seek(SeekFrom::Start(u64::from(offset)))?;
            let mut table = Vec::new();
            file.take(u64::from(length)).read_to_end(&mut table)?;
            return Ok(table);
        }
    }
    Ok(Vec::new())
}

fn read_array<const N: usize>(file: &mut File) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn read_number(file: &mut File) -> io::Result<u32> {
    Ok(u32::from_be_bytes(read_array(file)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_are_found_below_a_folder_by_their_own_names() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("office/cn");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("a.TTF"), &typefaces::files()[0]).unwrap();
        fs::write(folder.path().join("b.ttf"), b"no font").unwrap();
        fs::write(folder.path().join("c.txt"), &typefaces::files()[0]).unwrap();
        let found = font_files(folder.path());
        assert_eq!(found.len(), 2);
        let useful: Vec<&PathBuf> = found
            .iter()
            .filter(|path| is_useful(path).unwrap_or(false))
            .collect();
        assert_eq!(useful, [&deep.join("a.TTF")]);
    }

    #[test]
    fn a_font_nobody_wants_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.ttf");
        let mut file = typefaces::files()[3].clone();
        // The Kai under a name of the same length that nobody knows.
        let name =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
        let [known, unknown] = [name("LXGW WenKai"), name("LXGW Namels")];
        while let Some(at) = file.windows(known.len()).position(|part| part == known) {
            file[at..at + known.len()].copy_from_slice(&unknown);
        }
        fs::write(&path, file).unwrap();
        assert!(!is_useful(&path).unwrap());
    }
}
