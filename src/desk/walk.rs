//! From what was named to files: folders in sorted order, without what is hidden or plainly no text.
//!
//! What was named itself is never left out; what lies in a folder beside the articles (pictures, programs)
//! is, quietly. Nothing here looks into a file beyond its first bytes.

use std::collections::HashSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::say::{Said, say};

/// A file to be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it is; `-` is standard input.
    pub(super) path: PathBuf,
    /// How long it is, as far as known.
    pub(super) bytes: u64,
    /// Whether it was named itself rather than found in a folder.
    pub(super) named: bool,
}

/// All files under the paths in order, and a sentence for each path that could not be read.
pub(super) fn walk(paths: &[String]) -> (Vec<Found>, Vec<Said>) {
    let mut found = Vec::new();
    let mut unreadable = Vec::new();
    let mut folders = HashSet::new();
    for path in paths {
        if path == "-" {
            found.push(Found {
                path: PathBuf::from("-"),
                bytes: 0,
                named: true,
            });
            continue;
        }
        let path = Path::new(path);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                walk_folder(path, &mut folders, &mut found, &mut unreadable);
            }
            Ok(metadata) => found.push(Found {
                path: path.to_owned(),
                bytes: metadata.len(),
                named: true,
            }),
            Err(error) => unreadable.push(sentence(path, &error)),
        }
    }
    (found, unreadable)
}

/// Symbolic links are followed; a folder is entered once, by whatever name, so loops end.
fn walk_folder(
    folder: &Path,
    folders: &mut HashSet<PathBuf>,
    found: &mut Vec<Found>,
    unreadable: &mut Vec<Said>,
) {
    let real = match folder.canonicalize() {
        Ok(real) => real,
        Err(error) => return unreadable.push(sentence(folder, &error)),
    };
    if !folders.insert(real) {
        return;
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return unreadable.push(sentence(folder, &error)),
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if is_hidden(&path) {
            continue;
        }
        // A dangling link or a file that went away meanwhile is not worth a word.
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if metadata.is_dir() {
            walk_folder(&path, folders, found, unreadable);
        } else if metadata.is_file() && !is_named_like_no_text(&path) {
            found.push(Found {
                path,
                bytes: metadata.len(),
                named: false,
            });
        }
    }
}

/// One sentence about a path that could not be read.
pub(super) fn sentence(path: &Path, error: &std::io::Error) -> Said {
    use std::io::ErrorKind;
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            say!(
                "{path} does not exist; check the spelling, or quote a name with spaces",
                path
            )
        }
        ErrorKind::PermissionDenied => {
            say!(
                "{path} may not be read; give yourself the right to read it (chmod u+r)",
                path
            )
        }
        _ => say!("{path} could not be read: {error}", path, error),
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Endings of files that never hold articles; everything else is looked at.
const NO_TEXT: &[&str] = &[
    "7z", "a", "avi", "avif", "bin", "bmp", "class", "db", "dll", "dylib", "eot", "exe", "flac",
    "gif", "heic", "ico", "iso", "jar", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3", "mp4", "o",
    "ogg", "otf", "pdf", "png", "ppm", "psd", "pyc", "rar", "so", "sqlite", "svg", "tif", "tiff",
    "ttf", "wasm", "wav", "webm", "webp", "woff", "woff2", "xz", "zip",
];

fn is_named_like_no_text(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| {
            NO_TEXT
                .binary_search(&ending.to_ascii_lowercase().as_str())
                .is_ok()
        })
}

/// Whether a file's first bytes are those of neither text nor something packed.
pub(super) fn looks_like_no_text(path: &Path) -> bool {
    let mut head = Vec::with_capacity(512);
    let Ok(file) = fs::File::open(path) else {
        return false;
    };
    if file.take(512).read_to_end(&mut head).is_err() {
        return false;
    }
    let packed = [&[0x1F, 0x8B][..], &[0x28, 0xB5, 0x2F, 0xFD]]
        .iter()
        .any(|magic| head.starts_with(magic));
    let tar = head.get(257..262) == Some(b"ustar");
    let wide = head.starts_with(&[0xFF, 0xFE])
        || head.starts_with(&[0xFE, 0xFF])
        // UTF-16 and UTF-32 without a mark: every other byte of Western text is zero.
        || (head.len() >= 4 && head.chunks_exact(2).all(|pair| (pair[0] == 0) != (pair[1] == 0)));
    head.contains(&0) && !packed && !tar && !wide
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &[Found], root: &Path) -> Vec<String> {
        found
            .iter()
            .map(|file| {
                let path = file.path.strip_prefix(root).unwrap_or(&file.path);
                path.display().to_string()
            })
            .collect()
    }

    #[test]
    fn the_endings_without_text_are_sorted_for_the_binary_search() {
        assert!(NO_TEXT.is_sorted());
    }

    #[test]
    fn a_folder_is_walked_in_order_without_hidden_files_and_pictures() {
        let root = tempfile::tempdir().unwrap();
        for name in [
            "b.txt",
            "a.txt",
            ".hidden",
            "z.PNG",
            "sub/c.md",
            "sub/.git/x",
        ] {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        let (found, unreadable) = walk(&[root.path().display().to_string()]);
        assert_eq!(names(&found, root.path()), ["a.txt", "b.txt", "sub/c.md"]);
        assert_eq!(unreadable, [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("sub")).unwrap();
        fs::write(root.path().join("sub/a.txt"), "text").unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("sub/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.path().join("dangling")).unwrap();
        let (found, unreadable) = walk(&[root.path().display().to_string()]);
        assert_eq!(names(&found, root.path()), ["sub/a.txt"]);
        assert_eq!(unreadable, [""; 0]);
    }

    #[test]
    fn what_was_named_is_kept_whatever_its_name_and_what_is_missing_is_told() {
        let root = tempfile::tempdir().unwrap();
        let picture = root.path().join("a.png");
        fs::write(&picture, "text").unwrap();
        let missing = root.path().join("missing.txt").display().to_string();
        let (found, unreadable) = walk(&[
            picture.display().to_string(),
            missing.clone(),
            "-".to_owned(),
        ]);
        assert_eq!(names(&found, root.path()), ["a.png", "-"]);
        assert!(
            unreadable[0]
                .to_string()
                .starts_with(&format!("{missing} does not exist"))
        );
    }

    #[test]
    fn bytes_with_zeros_are_no_text_unless_packed_or_wide() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("x");
        for (bytes, expected) in [
            (&b"plain"[..], false),
            (b"\x7fELF\x02\x01\x01\0\0\0", true),
            (b"\x1f\x8b\x08\0\0", false),
            (b"\xff\xfea\0b\0", false),
            (b"a\0b\0c\0", false),
        ] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(looks_like_no_text(&path), expected, "{bytes:?}");
        }
    }
}
