//! The machine: program, data folder, disk, clock, fonts.

use super::Finding;
use base::{Clock, clock::SystemClock, day::instant_in_words};
use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// Less free space than this, and nothing can be saved soon.
const LEAST_FREE: u64 = 200 << 20;
/// Less free space than this should be thought of.
const LITTLE_FREE: u64 = 2 << 30;
/// No program of this version ran before: 1 January 2026.
const EARLIEST_MS: i64 = 1_767_225_600_000;
/// Clocks may differ by so much.
const TOLERANCE_MS: i64 = 60_000;

pub(super) fn findings(data: &Path) -> Vec<Finding> {
    let mut findings = vec![program()];
    findings.extend(folder(data));
    findings.push(disk(data));
    findings.push(clock(data));
    findings.push(fonts());
    findings
}

fn program() -> Finding {
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let machine = std::env::consts::ARCH;
    Finding::well("程序", format!("落实 {version}，{system} {machine}"))
}

fn folder(data: &Path) -> Vec<Finding> {
    const SUBJECT: &str = "数据文件夹";
    if !data.is_dir() {
        return vec![Finding::wrong(
            SUBJECT,
            format!("“{}”不存在", data.display()),
            "请用 --data 指明数据文件夹；第一次使用时，先运行“luoshi serve”",
        )];
    }
    let mut findings = Vec::new();
    let trial = data.join(".luoshi-doctor");
    let is_writable = fs::write(&trial, b"").is_ok();
    let _ = fs::remove_file(&trial);
    findings.push(match is_writable {
        true => Finding::well(SUBJECT, format!("“{}”可以写入", data.display())),
        false => Finding::wrong(
            SUBJECT,
            format!("“{}”不能写入", data.display()),
            "请把它的所有者改为运行落实的系统账号，或在有写权限的磁盘上另建",
        ),
    });
    findings.extend(privacy(data));
    findings
}

/// Whether other accounts of the machine can look into the folder.
#[cfg(unix)]
fn privacy(data: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(data).ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| {
        Finding::notice(
            "文件夹权限",
            format!("本机其他账号也能读数据文件夹（权限 {:o}）", mode & 0o777),
            format!("请运行“chmod 700 {}”", data.display()),
        )
    })
}

#[cfg(not(unix))]
fn privacy(_: &Path) -> Option<Finding> {
    None
}

fn disk(data: &Path) -> Finding {
    const SUBJECT: &str = "磁盘";
    let Some(free) = free_bytes(data) else {
        return Finding::notice(
            SUBJECT,
            "剩余空间没有查到",
            "请自行确认剩余空间在 2 GB 以上",
        );
    };
    let words = format!("剩余 {:.1} GB", free as f64 / f64::from(1 << 30));
    if free < LEAST_FREE {
        let next = "请立即清理磁盘或换用更大的磁盘，否则无法保存";
        return Finding::wrong(SUBJECT, words, next);
    }
    if free < LITTLE_FREE {
        return Finding::notice(SUBJECT, words, "请清理磁盘，备份和升级都需要空间");
    }
    Finding::well(SUBJECT, words)
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    // Of a folder that is not there yet, the one it would be made in.
    let existing = folder.ancestors().find(|folder| folder.exists());
    let existing = existing.unwrap_or(Path::new("."));
    let space = rustix::fs::statvfs(existing).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

fn clock(data: &Path) -> Finding {
    const SUBJECT: &str = "时钟";
    const NEXT: &str = "请校准系统时间，最好启用网络校时";
    let now_ms = SystemClock.now_ms();
    let words = instant_in_words(now_ms);
    if now_ms < EARLIEST_MS {
        return Finding::wrong(SUBJECT, format!("系统时间是{words}，显然不对"), NEXT);
    }
    if newest_file_ms(data).is_some_and(|newest| newest > now_ms + TOLERANCE_MS) {
        return Finding::wrong(
            SUBJECT,
            format!("系统时间是{words}，比数据文件的修改时间还早"),
            NEXT,
        );
    }
    let zone = match time_zone() {
        Some(zone) if zone != "Asia/Shanghai" => {
            format!("；系统时区为 {zone}，落实一律按北京时间，不受影响")
        }
        _ => String::new(),
    };
    Finding::well(SUBJECT, format!("北京时间{words}{zone}"))
}

/// When anything directly in the data folder was last written.
fn newest_file_ms(data: &Path) -> Option<i64> {
    let files = fs::read_dir(data).ok()?;
    let times = files.filter_map(|file| {
        let changed = file.ok()?.metadata().ok()?.modified().ok()?;
        let since = changed.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok()
    });
    times.max()
}

fn time_zone() -> Option<String> {
    if let Ok(zone) = std::env::var("TZ") {
        return Some(zone).filter(|zone| !zone.is_empty());
    }
    let target = fs::read_link("/etc/localtime").ok()?;
    let target = target.to_str()?;
    let (_, zone) = target.split_once("zoneinfo/")?;
    Some(zone.to_owned())
}

/// Beginnings of the file names of Chinese fonts, in small letters: those of official papers first.
const FONTS: [&str; 12] = [
    "fzxbs",
    "simfang",
    "fangsong",
    "simkai",
    "simhei",
    "simsun",
    "fandol",
    "notosanscjk",
    "notoserifcjk",
    "sourcehan",
    "wqy",
    "pingfang",
];

fn fonts() -> Finding {
    const SUBJECT: &str = "字体";
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
    ]
    .iter()
    .map(PathBuf::from)
    .collect();
    if let Some(home) = std::env::var_os("HOME") {
        folders.push(PathBuf::from(&home).join(".fonts"));
        folders.push(PathBuf::from(home).join(".local/share/fonts"));
    }
    for folder in folders {
        look_for_fonts(&folder, 4, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    match found.is_empty() {
        false => Finding::well(SUBJECT, format!("有中文字体（{}）", found.join("、"))),
        true => Finding::notice(
            SUBJECT,
            "这台机器上没有找到中文字体，只影响在本机打印和转换，不影响浏览器里的使用",
            "需要时请安装仿宋、楷体、黑体、小标宋，或 Noto CJK 字体",
        ),
    }
}

fn look_for_fonts(folder: &Path, depth: usize, found: &mut Vec<&'static str>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 0 {
            look_for_fonts(&path, depth - 1, found);
            continue;
        }
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        found.extend(FONTS.iter().copied().filter(|font| plain.starts_with(font)));
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, folder};
    use crate::doctor::Verdict;
    use base::{Clock, clock::SystemClock};
    use std::{
        fs,
        time::{Duration, UNIX_EPOCH},
    };

    #[test]
    fn a_folder_that_is_not_there_is_wrong() {
        let place = tempfile::tempdir().unwrap();
        let findings = folder(&place.path().join("none"));
        assert_eq!(findings[0].verdict, Verdict::Wrong);
        assert_eq!(folder(place.path())[0].verdict, Verdict::Well);
    }

    #[test]
    fn a_clock_behind_the_files_is_wrong() {
        let place = tempfile::tempdir().unwrap();
        let file = fs::File::create(place.path().join("luoshi.db")).unwrap();
        assert_eq!(clock(place.path()).verdict, Verdict::Well);
        let now_ms = u64::try_from(SystemClock.now_ms()).unwrap();
        let tomorrow = UNIX_EPOCH + Duration::from_millis(now_ms + 86_400_000);
        file.set_modified(tomorrow).unwrap();
        assert_eq!(clock(place.path()).verdict, Verdict::Wrong);
    }
}
