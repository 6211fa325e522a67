//! The development server: the running child, and how it is told where the site is.

use std::{
    net::SocketAddr,
    process::{Child, Command, ExitStatus},
    thread,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Result, bail};

use crate::{
    healthz, interrupt, process,
    project::{OUTPUT_NAME, PKG, Project},
    settings::Settings,
};

/// A server that does not answer after this time never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it may take to end. Pages that listen for events keep connections open, and the next
/// server waits for the port.
const GRACE: Duration = Duration::from_secs(1);

/// The server's program as it was when it was started.
pub struct Server {
    child: Child,
    built: SystemTime,
    ended: bool,
}

impl Server {
    /// Compiles the server with the development provider.
    ///
    /// # Errors
    /// When cargo fails; it has shown why.
    pub fn compile(project: &Project) -> Result<()> {
        let arguments = ["build", "--package", "server", "--features", "dev-provider"];
        process::run(&mut project.cargo(&arguments))
    }

    /// Starts it and waits until it serves.
    ///
    /// # Errors
    /// When it ends, which it has then explained itself, or does not answer.
    pub fn start(project: &Project, settings: &Settings) -> Result<Self> {
        let address = settings.site_addr()?;
        let mut command = Command::new(project.binary("debug", "server"));
        command
            .current_dir(&project.root)
            .env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME)
            .env("LEPTOS_SITE_ROOT", project.dev_site())
            .env("LEPTOS_SITE_PKG_DIR", PKG)
            .env("LEPTOS_SITE_ADDR", address.to_string())
            .env("LEPTOS_RELOAD_PORT", settings.reload_port()?.to_string())
            .env("LEPTOS_HASH_FILES", "false")
            .env("LEPTOS_WATCH", "true");
        let mut server = Self { built: built(project)?, child: process::spawn(&mut command)?, ended: false };
        server.wait_until_it_serves(address)?;
        Ok(server)
    }

    fn wait_until_it_serves(&mut self, address: SocketAddr) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !healthz::answers(address) {
            interrupt::check()?;
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended ({status})");
            }
            if Instant::now() > deadline {
                bail!("the server does not answer on http://{address}/healthz");
            }
            thread::sleep(Duration::from_millis(25));
        }
        Ok(())
    }

    /// Whether cargo has made another program since.
    ///
    /// # Errors
    /// When there is none.
    pub fn is_stale(&self, project: &Project) -> Result<bool> {
        Ok(self.ended || built(project)? != self.built)
    }

    /// How it ended, once, when it did so by itself.
    ///
    /// # Errors
    /// The system's.
    pub fn has_ended(&mut self) -> Result<Option<ExitStatus>> {
        if self.ended {
            return Ok(None);
        }
        let status = self.child.try_wait()?;
        self.ended = status.is_some();
        Ok(status)
    }
}

/// However xtask ends, the server ends with it.
impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = process::terminate(&mut self.child, GRACE) {
            eprintln!("cannot stop the server: {error:#}");
        }
    }
}

fn built(project: &Project) -> Result<SystemTime> {
    Ok(std::fs::metadata(project.binary("debug", "server"))?.modified()?)
}
