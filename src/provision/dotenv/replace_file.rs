//! A file that is replaced at once: whoever reads it sees the old one or the new one, never half of one.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// As many symbolic links as Linux follows, too.
const MOST_LINKS: usize = 40;

/// Where the file really is. Renaming over a symbolic link would replace the link.
///
/// # Errors
///
/// Of the operating system; links that go round in a circle.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            // No link, or not there at all.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::NotFound) => {
                return Ok(path);
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// Writes the bytes beside the file and renames them to it. An old file's mode and owner stay; a new file is its owner's alone.
///
/// # Errors
///
/// Of the operating system; the file is as it was.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let random = crate::random::token().map_err(io::Error::other)?;
    let name = path.file_name().ok_or_else(|| io::Error::other("it has no name"))?;
    let mut beside = name.to_owned();
    beside.push(format!(".{random}"));
    let beside = path.with_file_name(beside);
    let result = write_new(&beside, path, bytes).and_then(|()| fs::rename(&beside, path));
    if result.is_err() {
        // The error is the one to tell of; what is left behind is readable by nobody else.
        _ = fs::remove_file(&beside);
    }
    result
}

fn write_new(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(beside)?;
    match fs::metadata(path) {
        Ok(old) => take_over(&file, &old)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    file.write_all(bytes)?;
    file.sync_all()
}

fn take_over(file: &File, old: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            fchown(file, Some(old.uid()), Some(old.gid()))?;
        }
    }
    file.set_permissions(old.permissions())
}
