//! The rules of who may depend on whom, held by what cargo says.
//!
//! `frontend -> app`, `server -> app, logto`, `app -> logto` only on the server, `logto ->` nothing
//! here. What breaks them compiles, works, and costs every later change: so a machine looks.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::{process, project::Project, wasm};

/// Checks every rule.
///
/// # Errors
/// The first rule that is broken.
pub fn check(project: &Project) -> Result<()> {
    let browser = packages(project, &["--package", "frontend", "--target", wasm::TARGET])?;
    if browser.contains("logto") {
        bail!(
            "the WebAssembly must not contain crate `logto`: see `cargo tree -p frontend --target \
             {} -i logto`",
            wasm::TARGET
        );
    }

    let library = packages(project, &["--package", "logto", "--edges", "all", "--all-features"])?;
    if let Some(package) = library.iter().find(|package| is_of_the_app(package)) {
        bail!("crate `logto` must know nothing of Leptos or of this app: it depends on {package}");
    }

    let bare = packages(project, &["--package", "logto", "--no-default-features", "--edges", "normal"])?;
    if bare.contains("axum") {
        bail!("crate `logto` must depend on axum only behind a feature");
    }
    process::run(&mut project.cargo(&["check", "--package", "logto", "--no-default-features"]))?;

    // Not `--edges features`: it shows what dependencies ask for, and not what a package's own
    // feature turns on.
    let release = ["--package", "server", "--edges", "normal", "--format", "{p} features={f}"];
    if has_feature(&tree(project, &release)?, "dev-provider") {
        bail!(
            "the release must not contain the development provider: see \
             `cargo tree -p server -e normal -f '{{p}} {{f}}'`"
        );
    }
    Ok(())
}

/// Whether any package of `cargo tree --format '{p} features={f}'` has a feature.
fn has_feature(tree: &str, feature: &str) -> bool {
    let mut features = tree.lines().filter_map(|line| line.split_once(" features="));
    features.any(|(_, list)| {
        let list = list.trim_end_matches("(*)").trim_end();
        list.split(',').any(|name| name == feature)
    })
}

fn is_of_the_app(package: &str) -> bool {
    ["app", "frontend", "server"].contains(&package) || package.starts_with("leptos")
}

fn packages(project: &Project, arguments: &[&str]) -> Result<BTreeSet<String>> {
    Ok(names(&tree(project, arguments)?))
}

fn tree(project: &Project, arguments: &[&str]) -> Result<String> {
    let mut command = project.cargo(&["tree", "--prefix", "none"]);
    process::output(command.args(arguments))
}

/// The names of the packages in the output of `cargo tree --prefix none`.
fn names(tree: &str) -> BTreeSet<String> {
    let lines = tree.lines().filter(|line| !line.starts_with('['));
    lines.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_first_word_of_a_line() {
        let tree = "logto v0.1.0 (/home/me/leptos-logto)\nurl v2.5.8 (*)\n[dev-dependencies]\n";
        assert_eq!(names(tree), BTreeSet::from(["logto".to_owned(), "url".to_owned()]));
    }

    #[test]
    fn a_feature_is_found_where_it_is_on() {
        let tree = "server v0.1.0 (/home/me) features=\nlogto v0.1.0 (/home/me) features=axum,dev-provider (*)";
        assert!(has_feature(tree, "dev-provider"));
        assert!(!has_feature(tree, "provider"));
        assert!(!has_feature("logto v0.1.0 (/home/me/dev-provider) features=", "dev-provider"));
    }

    #[test]
    fn leptos_and_the_app_are_known_by_name() {
        for (package, of_the_app) in [("leptos_axum", true), ("app", true), ("leptos", true), ("axum", false)] {
            assert_eq!(is_of_the_app(package), of_the_app, "{package}");
        }
    }
}
