//! Named steps with their own time, so that a person who waits knows what for.

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// Runs one step: prints its name, then its time, and names it in the error.
///
/// # Errors
/// Those of `work`, with the step's name before them.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {name}");
    let began = Instant::now();
    let value = work().with_context(|| name.to_owned())?;
    eprintln!("✓ {name} ({})", Elapsed(began.elapsed()));
    Ok(value)
}

/// A duration as people read it: `0.2 s`, `48 s`, `6 min 51 s`.
pub struct Elapsed(pub Duration);

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        match seconds {
            0..10 => write!(f, "{:.1} s", self.0.as_secs_f64()),
            10..60 => write!(f, "{seconds} s"),
            _ => write!(f, "{} min {:02} s", seconds / 60, seconds % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_reads_like_a_clock() {
        for (duration, text) in [
            (Duration::from_millis(240), "0.2 s"),
            (Duration::from_secs(48), "48 s"),
            (Duration::from_secs(411), "6 min 51 s"),
        ] {
            assert_eq!(Elapsed(duration).to_string(), text);
        }
    }
}
