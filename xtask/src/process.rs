//! Child processes: started with a clear message, waited for with an ear for Ctrl-C.

use std::{
    io::{BufRead, BufReader, Read, Write, stderr},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::interrupt::{self, Interrupted};

const POLL: Duration = Duration::from_millis(20);

/// How long a build or test may take to end by itself after SIGTERM.
const GRACE: Duration = Duration::from_secs(3);

/// Runs a command, its output going to the terminal.
///
/// # Errors
/// When it cannot be started or fails, with the command's line.
pub fn run(command: &mut Command) -> Result<()> {
    let mut child = spawn(command)?;
    succeeded(command, wait(&mut child)?)
}

/// Runs a command and returns what it printed. Nothing of it reaches the terminal unless it fails.
///
/// # Errors
/// When it cannot be started or fails, with its standard error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}", line(command), reason.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command, its output going to the terminal and, line by line, to `keep`, which says which
/// lines to return.
///
/// # Errors
/// When it cannot be started or fails. The lines kept are returned in both cases.
pub fn tee(command: &mut Command, keep: fn(&str) -> bool) -> (Vec<String>, Result<()>) {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match spawn(command) {
        Ok(child) => child,
        Err(error) => return (Vec::new(), Err(error)),
    };
    let (sender, kept) = mpsc::channel();
    let pipes: [Option<Box<dyn Read + Send>>; 2] =
        [child.stdout.take().map(|pipe| Box::new(pipe) as _), child.stderr.take().map(|pipe| Box::new(pipe) as _)];
    for pipe in pipes.into_iter().flatten() {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                // A closed terminal is no reason to stop reading: the child would block.
                let _ = writeln!(stderr(), "{line}");
                if keep(&line) && sender.send(line).is_err() {
                    return;
                }
            }
        });
    }
    drop(sender);
    let result = wait(&mut child).and_then(|status| succeeded(command, status));
    // Ends when both readers have: they hold the other ends.
    (kept.iter().collect(), result)
}

/// Starts a command.
///
/// # Errors
/// When it cannot be started, with the command's name.
pub fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().with_context(|| cannot_start(command))
}

/// Waits for a child; ends it when a signal comes.
///
/// # Errors
/// [`Interrupted`], or the system's.
pub fn wait(child: &mut Child) -> Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            // Ctrl-C reaches the child too, which may have ended first.
            interrupt::check()?;
            return Ok(status);
        }
        if interrupt::requested() {
            terminate(child, GRACE)?;
            return Err(Interrupted.into());
        }
        thread::sleep(POLL);
    }
}

/// Ends a child: SIGTERM, then SIGKILL when it takes longer than `grace`.
///
/// # Errors
/// The system's.
pub fn terminate(child: &mut Child, grace: Duration) -> Result<()> {
    if child.try_wait()?.is_some() {
        return Ok(());
    }
    // Failing here means that it has just ended: the loop sees it.
    let _ = kill_process(Pid::from_child(child), Signal::TERM);
    let deadline = Instant::now() + grace;
    while Instant::now() < deadline {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        thread::sleep(POLL);
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Whether a program can be found in PATH.
pub fn in_path(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`: is it installed?", command.get_program().to_string_lossy())
}

fn line(command: &Command) -> String {
    let program = command.get_program();
    let name = std::path::Path::new(program).file_name().unwrap_or(program);
    std::iter::once(name).chain(command.get_args()).map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
