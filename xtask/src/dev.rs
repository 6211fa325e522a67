//! `cargo xtask dev`: build, serve, watch, reload.

use std::fs;

use anyhow::Result;

use crate::{
    assets,
    interrupt::Interrupted,
    ports,
    project::{OUTPUT_NAME, PKG, Project},
    reload::Reload,
    server::Server,
    settings::{PROVIDER_PORT, Settings},
    stamp::{self, Inputs},
    step::step,
    stylesheet, wasm,
    watch::{Changes, Watch},
};

/// Builds and serves until the person stops it.
///
/// # Errors
/// What cannot be mended by an edit: a port that is taken, a tool that is missing.
pub fn run(project: &Project) -> Result<()> {
    let settings = Settings::read(&project.root)?;
    ports::ensure_free(&settings)?;
    let reload = Reload::listen(settings.reload_port()?)?;
    let watch = Watch::start(project)?;
    if !project.binary("debug", "server").exists() {
        eprintln!(
            "The first start compiles everything: on two cores expect 4 to 8 minutes. \
             The next ones take seconds."
        );
    }
    step("wasm target", || wasm::ensure_target(project))?;

    let mut dev = Dev { project, reload, server: None };
    let everything = Changes { rust: true, style: true, assets: true, settings: true };
    let mut pending = Some(everything);
    loop {
        if let Some(changes) = pending {
            match dev.apply(changes) {
                Ok(()) => pending = None,
                Err(error) if error.is::<Interrupted>() => return Ok(()),
                Err(error) => eprintln!("error: {error:#}\nWaiting for a change."),
            }
        }
        // What failed is tried again with the next change.
        pending = loop {
            if let Some(status) = dev.has_ended()? {
                eprintln!("The server ended ({status}). Waiting for a change.");
            }
            match watch.changes() {
                Ok(Some(changes)) => break Some(pending.unwrap_or_default().merge(changes)),
                Ok(None) => {}
                Err(error) if error.is::<Interrupted>() => return Ok(()),
                Err(error) => return Err(error),
            }
        };
    }
}

struct Dev<'a> {
    project: &'a Project,
    reload: Reload,
    server: Option<Server>,
}

impl Dev<'_> {
    /// Builds what has changed, restarts the server when there is another one, tells the pages.
    /// The old server serves until the new one is built.
    fn apply(&mut self, changes: Changes) -> Result<()> {
        let project = self.project;
        let site = project.dev_site();
        let pkg = site.join(PKG);
        fs::create_dir_all(&pkg)?;

        let mut page = changes.assets;
        if changes.rust {
            let wasm = step("WebAssembly", || wasm::compile(project, "dev"))?;
            step("server", || Server::compile(project))?;
            page |= step("wasm-bindgen", || update_wasm(project, &wasm))?;
        }
        let style = changes.style
            && step("stylesheet", || stylesheet::update(project, &pkg.join(format!("{OUTPUT_NAME}.css"))))?;
        if changes.assets {
            step("public files", || assets::update(&project.root.join("public"), &site))?;
        }
        page |= self.restart_if_stale(changes.settings)?;

        if page {
            self.reload.page();
        } else if style {
            self.reload.stylesheet();
        }
        Ok(())
    }

    fn restart_if_stale(&mut self, settings_changed: bool) -> Result<bool> {
        if let Some(server) = &self.server
            && !settings_changed
            && !server.is_stale(self.project)?
        {
            return Ok(false);
        }
        let settings = Settings::read(&self.project.root)?;
        // The old one must be gone: both want the same port.
        self.server = None;
        self.server = Some(step("start", || Server::start(self.project, &settings))?);
        say_where(&settings);
        Ok(true)
    }

    fn has_ended(&mut self) -> Result<Option<std::process::ExitStatus>> {
        self.server.as_mut().map_or(Ok(None), Server::has_ended)
    }
}

/// Runs wasm-bindgen, unless the WebAssembly is the one it has run on last.
fn update_wasm(project: &Project, wasm: &std::path::Path) -> Result<bool> {
    let pkg = project.dev_site().join(PKG);
    let kept = project.scratch().join("site-dev.stamp");
    let mut inputs = Inputs::default();
    inputs.add_file(wasm)?;
    inputs.add(&fs::read(project.root.join("Cargo.lock"))?);
    let stamp = inputs.stamp();
    let there = ["js", "wasm"].iter().all(|kind| pkg.join(format!("{OUTPUT_NAME}.{kind}")).is_file());
    if there && stamp::is_fresh(&kept, &stamp) {
        return Ok(false);
    }
    wasm::bindgen(wasm, &pkg)?;
    stamp::keep(&kept, &stamp)?;
    Ok(true)
}

fn say_where(settings: &Settings) {
    eprintln!("\n  site    {}", settings.base_url());
    if settings.dev_provider() {
        eprintln!("  texts   http://localhost:{PROVIDER_PORT}/inbox (the development provider's)");
    }
    eprintln!("  Ctrl-C stops it.\n");
}
