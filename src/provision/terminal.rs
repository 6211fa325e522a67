//! What the program says. Whoever started it may have stopped listening: that is no reason to stop in the middle of the changes.

use std::{
    io::{self, IsTerminal, Write, stderr, stdin, stdout},
    time::Duration,
};

/// The longest wait that is not worth a line.
const UNNOTICED: Duration = Duration::from_secs(5);

/// A line of the result.
pub(super) fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}

/// A line about the program itself.
pub(super) fn complain(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}

/// Says that Logto is waited for.
pub(super) fn tell_of_wait(pause: Duration) {
    if pause > UNNOTICED {
        complain(&format!("Logto cannot answer yet; asking again in {} s …", pause.as_secs()));
    }
}

/// Whether there is somebody to ask.
pub(super) fn can_ask() -> bool {
    stdin().is_terminal()
}

/// Asks; anything but a yes is a no.
///
/// # Errors
///
/// When the answer cannot be read.
pub(super) fn confirmed(question: &str) -> io::Result<bool> {
    let _ = write!(stdout(), "{question} [y/N] ").and_then(|()| stdout().flush());
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "Yes"))
}
