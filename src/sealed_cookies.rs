//! Sealed cookies: something unfinished that a browser carries itself, one cookie per handle.
//!
//! So anonymous visitors cost no storage, and tabs do not disturb each other. Each value is encrypted and bound to the
//! name of its cookie: it opens under no other. It ends by the time inside, for a browser may keep a cookie longer than it
//! is told (RFC 6265, 5.3). But a browser can bring back an older value that has not ended: what must not be taken back
//! (a limit, a try) is counted in the [`SessionStorage`](crate::SessionStorage).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use crate::{
    cookie,
    random::NoRandomness,
    seal::{Keyring, Purpose},
};

/// What a cookie may weigh where a browser keeps as many as it may (bytes): proxies refuse requests with more than 8 kB of
/// headers, and those of all kinds must fit in.
const SHARE: usize = 512;
/// The most cookies that one answer takes away: what another site of the same domain planted must not make an answer larger
/// than clients read. The next answer takes more.
pub(crate) const MOST_REMOVALS: usize = 16;

/// What a sealed cookie holds: something unfinished.
pub(crate) trait SealedCookie: Serialize + DeserializeOwned {
    /// When it began.
    fn began(&self) -> OffsetDateTime;
}

/// Reads and writes the cookies of one kind.
#[derive(Clone, Debug)]
pub(crate) struct SealedCookies {
    keyring: Keyring,
    secure: bool,
    name_prefix: &'static str,
    purpose: Purpose,
    life: Duration,
    most: usize,
}

/// A cookie of this kind that came with a request.
struct Held<T> {
    name: String,
    size: usize,
    unfinished: Option<T>,
}

impl SealedCookies {
    /// `secure`: whether the app's base URL is https. `name_prefix`: how the names begin; before it stands `__Host-`
    /// (RFC 6265bis, 4.1.3.2) where cookies can be `Secure`. `life`: from the beginning, however often it is written.
    /// `most`: how many one browser keeps; one more takes the oldest one's place.
    pub(crate) fn new(
        keyring: Keyring,
        secure: bool,
        name_prefix: &'static str,
        purpose: Purpose,
        life: Duration,
        most: usize,
    ) -> Self {
        Self { keyring, secure, name_prefix, purpose, life, most }
    }

    /// What this browser carries under the handle, if it has not ended.
    pub(crate) fn find<T: SealedCookie>(&self, headers: &HeaderMap, handle: &str, now: OffsetDateTime) -> Option<T> {
        let name = self.name(handle);
        // Not the first of that name: another site of the same domain may plant one before it, but can seal none.
        let mut of_handle = cookie::all(headers).filter(|(found, _)| *found == name);
        let unfinished = of_handle.find_map(|(name, value)| self.open::<T>(name, value))?;
        self.lives(&unfinished, now).then_some(unfinished)
    }

    /// The `Set-Cookie` values that keep `unfinished` in the place of what the handle had, and drop what has ended, is
    /// unreadable or too much.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when the value cannot be sealed.
    pub(crate) fn keep<T: SealedCookie>(
        &self,
        unfinished: &T,
        handle: &str,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<Vec<HeaderValue>, NoRandomness> {
        let name = self.name(handle);
        let plain = serde_json::to_vec(unfinished).map_err(|_| NoRandomness)?;
        let value = self.keyring.seal(self.purpose, &name, &plain)?;
        let mut total = name.len() + value.len();
        let mut set = vec![self.set_cookie(&name, &value, self.remaining(unfinished, now))];

        let mut others: Vec<Held<T>> = self.held(headers).filter(|held| held.name != name).collect();
        others.sort_by_key(|held| std::cmp::Reverse(held.unfinished.as_ref().map(T::began)));
        for (index, held) in others.into_iter().enumerate() {
            total += held.size;
            let fits = index + 1 < self.most && total <= self.most * SHARE;
            let lives = held.unfinished.is_some_and(|unfinished| self.lives(&unfinished, now));
            if !(fits && lives) && set.len() <= MOST_REMOVALS {
                set.push(self.set_cookie(&held.name, "", 0));
            }
        }
        Ok(set.into_iter().flatten().collect())
    }

    /// The `Set-Cookie` value that takes away what the handle has.
    pub(crate) fn end(&self, handle: &str) -> Option<HeaderValue> {
        self.set_cookie(&self.name(handle), "", 0)
    }

    /// The name of the handle's cookie. Derived, so that a handle finds its own cookie without opening the others, and no
    /// handle becomes part of a header.
    pub(crate) fn name(&self, handle: &str) -> String {
        let digest = Sha256::digest(handle.as_bytes());
        format!("{}{}", self.prefix(), URL_SAFE_NO_PAD.encode(&digest[..12]))
    }

    fn prefix(&self) -> String {
        format!("{}{}", if self.secure { "__Host-" } else { "" }, self.name_prefix)
    }

    fn held<T: SealedCookie>(&self, headers: &HeaderMap) -> impl Iterator<Item = Held<T>> {
        let prefix = self.prefix();
        cookie::all(headers).filter(move |(name, _)| name.starts_with(&prefix)).map(|(name, value)| Held {
            name: name.to_owned(),
            size: name.len() + value.len(),
            unfinished: self.open(name, value),
        })
    }

    fn open<T: SealedCookie>(&self, name: &str, value: &str) -> Option<T> {
        let plain = self.keyring.open(self.purpose, name, value)?;
        serde_json::from_slice(&plain).ok()
    }

    fn lives<T: SealedCookie>(&self, unfinished: &T, now: OffsetDateTime) -> bool {
        now - unfinished.began() < self.life
    }

    /// How long it lives on (seconds, begun ones included).
    fn remaining<T: SealedCookie>(&self, unfinished: &T, now: OffsetDateTime) -> i64 {
        let remaining = self.life - (now - unfinished.began());
        let begun = i64::from(remaining.subsec_nanoseconds() > 0);
        (remaining.whole_seconds() + begun).clamp(0, self.life.whole_seconds())
    }

    fn set_cookie(&self, name: &str, value: &str, max_age: i64) -> Option<HeaderValue> {
        cookie::set(name, value, max_age, self.secure)
    }
}

#[cfg(test)]
mod tests;
