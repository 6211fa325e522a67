//! Watching the sources: what has changed, told once the person's editor is done saving.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use crate::{interrupt, project::Project};

/// Editors save in several steps, formatters save again.
const QUIET: Duration = Duration::from_millis(80);

/// How often to look whether the person wants to stop.
const POLL: Duration = Duration::from_millis(200);

/// The folders with sources, and what a change in them means.
const FOLDERS: [(&str, Kind); 6] = [
    ("app", Kind::Rust),
    ("src", Kind::Rust),
    ("server", Kind::Rust),
    ("frontend", Kind::Rust),
    ("style", Kind::Style),
    ("public", Kind::Assets),
];

/// The same for files in the workspace's root.
const FILES: [(&str, Kind); 3] = [("Cargo.toml", Kind::Rust), ("Cargo.lock", Kind::Rust), (".env", Kind::Settings)];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rust,
    Style,
    Assets,
    Settings,
}

/// What has changed since the last answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rust sources or manifests: both halves may be stale.
    pub rust: bool,
    /// `style/`.
    pub style: bool,
    /// `public/`.
    pub assets: bool,
    /// `.env`.
    pub settings: bool,
}

impl Changes {
    /// Both together.
    pub fn merge(self, other: Self) -> Self {
        Self {
            rust: self.rust || other.rust,
            style: self.style || other.style,
            assets: self.assets || other.assets,
            settings: self.settings || other.settings,
        }
    }

    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Rust => self.rust = true,
            Kind::Style => self.style = true,
            Kind::Assets => self.assets = true,
            Kind::Settings => self.settings = true,
        }
    }
}

/// The watcher and what it has seen.
pub struct Watch {
    root: PathBuf,
    events: Receiver<notify::Result<Event>>,
    // Watches as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Starts to watch.
    ///
    /// # Errors
    /// When the system refuses, as Linux does beyond `fs.inotify.max_user_watches`.
    pub fn start(project: &Project) -> Result<Self> {
        let (sender, events) = channel();
        let mut watcher = recommended_watcher(sender).context("cannot watch the sources")?;
        let root = project.root.canonicalize()?;
        for (folder, _) in FOLDERS {
            let folder = root.join(folder);
            if folder.is_dir() {
                watcher
                    .watch(&folder, RecursiveMode::Recursive)
                    .with_context(|| format!("cannot watch {}", folder.display()))?;
            }
        }
        watcher.watch(&root, RecursiveMode::NonRecursive).context("cannot watch the root")?;
        Ok(Self { root, events, _watcher: watcher })
    }

    /// Waits a moment for changes, then for quiet.
    ///
    /// # Errors
    /// [`interrupt::Interrupted`], or when the watcher has ended.
    pub fn changes(&self) -> Result<Option<Changes>> {
        let mut changes = Changes::default();
        let mut deadline = Instant::now() + POLL;
        loop {
            interrupt::check()?;
            let patience = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(patience) {
                Ok(event) => {
                    for kind in event.iter().flat_map(|event| self.kinds(event)) {
                        changes.add(kind);
                        deadline = Instant::now() + QUIET;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Ok((changes != Changes::default()).then_some(changes));
                }
                Err(error) => return Err(error).context("the watcher has ended"),
            }
        }
    }

    /// Reading a file is an event too, of which cargo makes thousands: they mean nothing.
    fn kinds<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = Kind> + 'a {
        let written = !matches!(event.kind, EventKind::Access(_));
        let paths = event.paths.iter().filter(move |_| written);
        paths.filter_map(|path| kind_of(path.strip_prefix(&self.root).ok()?))
    }
}

/// What a change of this path, relative to the root, means; `None` for what no build reads.
fn kind_of(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?;
    if let Some((_, kind)) = FILES.iter().find(|(file, _)| Path::new(file) == path) {
        return Some(*kind);
    }
    // The editors' own files: swap files, backups, Vim's write test.
    if name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name == "4913" {
        return None;
    }
    FOLDERS.iter().find(|(folder, _)| path.starts_with(folder)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_must_be_built() {
        for (path, kind) in [
            ("app/src/pages/home.rs", Some(Kind::Rust)),
            ("Cargo.toml", Some(Kind::Rust)),
            ("style/tokens.css", Some(Kind::Style)),
            ("public/favicon.svg", Some(Kind::Assets)),
            (".env", Some(Kind::Settings)),
            ("style/.main.css.swp", None),
            ("app/src/4913", None),
            ("README.md", None),
            ("target/site/pkg/leptos-logto.css", None),
        ] {
            assert_eq!(kind_of(Path::new(path)), kind, "{path}");
        }
    }
}
