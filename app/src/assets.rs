//! The addresses of the built files, which carry a hash of their content in a release.
//!
//! They are read once. Leptos' own components read `hash.txt` anew for every page.

use std::{collections::HashMap, sync::OnceLock};

use leptos::prelude::LeptosOptions;

/// Where the browser finds what the build made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The stylesheet.
    pub stylesheet: String,
    /// The JavaScript module which loads the WebAssembly.
    pub script: String,
    /// The WebAssembly with the islands.
    pub wasm: String,
}

impl Assets {
    /// The addresses under these options; the first call decides for the life of the process.
    pub fn of(options: &LeptosOptions) -> &'static Self {
        static ASSETS: OnceLock<Assets> = OnceLock::new();
        ASSETS.get_or_init(|| Self::named(options, &hash_file(options)))
    }

    /// `hash_file` has lines like `css: 0123abc`; a kind of file without a line has no hash in its name.
    fn named(options: &LeptosOptions, hash_file: &str) -> Self {
        let hashes: HashMap<&str, &str> = hash_file
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(kind, hash)| (kind.trim(), hash.trim()))
            .collect();
        let address = |kind: &str| {
            let LeptosOptions { output_name, site_pkg_dir, .. } = options;
            match hashes.get(kind) {
                Some(hash) => format!("/{site_pkg_dir}/{output_name}.{hash}.{kind}"),
                None => format!("/{site_pkg_dir}/{output_name}.{kind}"),
            }
        };
        Self { stylesheet: address("css"), script: address("js"), wasm: address("wasm") }
    }
}

/// The content of `hash.txt`, which the release build puts beside the server's binary.
fn hash_file(options: &LeptosOptions) -> String {
    if !options.hash_files {
        return String::new();
    }
    std::env::current_exe()
        .map(|binary| binary.with_file_name(options.hash_file.as_ref()))
        .and_then(std::fs::read_to_string)
        .unwrap_or_else(|error| {
            tracing::error!(%error, file = %options.hash_file, "the names of the built files cannot be read");
            String::new()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> LeptosOptions {
        LeptosOptions::builder().output_name("leptos-logto").build()
    }

    #[test]
    fn names_carry_the_hash_of_their_kind() {
        let assets = Assets::named(&options(), "js: aaa\nwasm: bbb\ncss: ccc\n");
        assert_eq!(assets.script, "/pkg/leptos-logto.aaa.js");
        assert_eq!(assets.wasm, "/pkg/leptos-logto.bbb.wasm");
        assert_eq!(assets.stylesheet, "/pkg/leptos-logto.ccc.css");
    }

    #[test]
    fn names_are_plain_without_hashes() {
        let assets = Assets::named(&options(), "");
        assert_eq!(assets.script, "/pkg/leptos-logto.js");
        assert_eq!(assets.wasm, "/pkg/leptos-logto.wasm");
    }
}
