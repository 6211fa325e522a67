//! How many texts may be sent. Each costs money, and rings at somebody who may not have asked for it.
//! <https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/>
//!
//! Counted in the session storage, across processes, before a text is sent. A text that then fails counts: whether it was
//! sent is not always known.

mod keys;

use std::{fmt, net::IpAddr, str::FromStr};

use time::{Duration, OffsetDateTime};

use crate::{IndexKey, Keyring, PhoneNumber, SessionStorage, StorageError};

/// How many texts may be sent: so many in so long, from the first one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimit {
    /// So many.
    pub texts: u32,
    /// In so long.
    pub within: Duration,
}

/// How many texts may be sent to one, for one, and in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimits {
    /// To one number.
    pub per_number: TextLimit,
    /// To one number in the long run. Each text brings five tries: so many are all the guesses that somebody has.
    pub per_number_daily: TextLimit,
    /// For one address; of IPv6 for one /64, in which a device chooses its addresses itself (RFC 8981).
    pub per_address: TextLimit,
    /// For one address in the long run: so many numbers can somebody ring at, or keep busy.
    pub per_address_daily: TextLimit,
    /// In all, so that who has many addresses cannot send without end.
    pub overall: TextLimit,
}

/// More texts were asked for than may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooMany {
    /// To this number.
    #[error("too many texts to one number")]
    Number {
        /// How long until there may be more (whole seconds, one at least).
        wait: Duration,
    },
    /// For this address.
    #[error("too many texts for one address")]
    Address {
        /// How long until there may be more (whole seconds, one at least).
        wait: Duration,
    },
    /// In all.
    #[error("too many texts in all")]
    Overall {
        /// How long until there may be more (whole seconds, one at least).
        wait: Duration,
    },
}

/// A text may not be sent, or nobody knows whether it may.
#[derive(Debug, thiserror::Error)]
pub enum LimitError {
    /// It is one too many.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// It cannot be counted. Then none is sent: who can stop the storage could send without end.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// This is no limit of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is no limit of texts; write how many in how long, for example 5/10m or 300/1h (one at least; units s, m, h, d)"
)]
pub struct TextLimitError;

impl TextLimits {
    /// Counts a text to this number, asked for from this address. `tenant`: the issuer, for texts of all its
    /// applications cost the same purse. `address`: `None` where it is not known; then the other limits are left.
    ///
    /// - no more for this address than `per_address`, and than `per_address_daily`;
    /// - no more to this number than `per_number`, and than `per_number_daily`;
    /// - no more in all than `overall`.
    ///
    /// In this order: who is over the own limit uses up nobody else's, and cannot lock a number that is not theirs.
    ///
    /// # Errors
    ///
    /// [`LimitError`]; then no text may be sent.
    pub(crate) async fn take(
        &self,
        storage: &dyn SessionStorage,
        (tenant, keyring): (&str, &Keyring),
        number: &PhoneNumber,
        address: Option<IpAddr>,
        now: OffsetDateTime,
    ) -> Result<(), LimitError> {
        if let Some(address) = address {
            for (limit, span) in [(self.per_address, "address"), (self.per_address_daily, "address daily")] {
                let over = limit.take(storage, &keys::of_address(tenant, keyring, span, address), now).await?;
                over.map_or(Ok(()), |wait| Err(TooMany::Address { wait }))?;
            }
        }
        for (limit, span) in [(self.per_number, "number"), (self.per_number_daily, "number daily")] {
            let over = limit.take(storage, &keys::of_number(tenant, keyring, span, number), now).await?;
            over.map_or(Ok(()), |wait| Err(TooMany::Number { wait }))?;
        }
        let over = self.overall.take(storage, &keys::overall(tenant), now).await?;
        over.map_or(Ok(()), |wait| Err(TooMany::Overall { wait }))?;
        Ok(())
    }
}

impl TextLimit {
    /// So many `texts` in so long.
    pub const fn new(texts: u32, within: Duration) -> Self {
        Self { texts, within }
    }

    /// Counts one. `Some`: it is one too many, and so long is to wait.
    async fn take(
        &self,
        storage: &dyn SessionStorage,
        key: &IndexKey,
        now: OffsetDateTime,
    ) -> Result<Option<Duration>, StorageError> {
        let count = storage.count(key, self.within).await?;
        Ok((count.number > self.texts).then(|| whole_seconds_until(count.ends_at, now)))
    }
}

/// Rounded up, and never nothing: who waits as long as told is let in.
fn whole_seconds_until(then: OffsetDateTime, now: OffsetDateTime) -> Duration {
    let wait = then - now;
    let begun = i64::from(wait.subsec_nanoseconds() > 0);
    Duration::seconds(wait.whole_seconds().saturating_add(begun).max(1))
}

/// For people who mistype a number or wait in vain; a household, an office or a mobile carrier's shared address; a busy app.
impl Default for TextLimits {
    fn default() -> Self {
        let within = Duration::minutes(10);
        Self {
            per_number: TextLimit::new(5, within),
            per_number_daily: TextLimit::new(20, Duration::days(1)),
            per_address: TextLimit::new(20, within),
            per_address_daily: TextLimit::new(100, Duration::days(1)),
            overall: TextLimit::new(300, within),
        }
    }
}

impl TooMany {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Number { .. } => "phone.too_many_texts.number",
            Self::Address { .. } => "phone.too_many_texts.address",
            Self::Overall { .. } => "phone.too_many_texts.overall",
        }
    }

    /// How long until there may be more: whole seconds, one at least, as `Retry-After` has them (RFC 9110, 10.2.3).
    pub fn wait(&self) -> Duration {
        match self {
            Self::Number { wait } | Self::Address { wait } | Self::Overall { wait } => *wait,
        }
    }
}

impl LimitError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooMany(too_many) => too_many.code(),
            Self::Storage(_) => "phone.storage_unavailable",
        }
    }
}

impl TextLimitError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        "phone.text_limit"
    }
}

/// The units of time and their seconds, the longest first.
const UNITS: [(&str, i64); 4] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)];

/// As it is read: `5/10m`.
impl fmt::Display for TextLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.within.whole_seconds();
        let (unit, length) = UNITS.into_iter().find(|(_, length)| seconds % length == 0).unwrap_or(("s", 1));
        write!(f, "{}/{}{unit}", self.texts, seconds / length)
    }
}

impl FromStr for TextLimit {
    type Err = TextLimitError;

    fn from_str(text: &str) -> Result<Self, TextLimitError> {
        let (texts, within) = text.split_once('/').ok_or(TextLimitError)?;
        let read = |(unit, length)| Some((within.trim().strip_suffix(unit)?, length));
        let (number, length) = UNITS.into_iter().find_map(read).ok_or(TextLimitError)?;
        let seconds = digits(number)?.checked_mul(length).ok_or(TextLimitError)?;
        let texts = u32::try_from(digits(texts.trim())?).map_err(|_| TextLimitError)?;
        // None at all, or in no time, would be no limit but a way to say that texts are off, or not limited.
        if texts == 0 || seconds == 0 { Err(TextLimitError) } else { Ok(Self::new(texts, Duration::seconds(seconds))) }
    }
}

/// A number without a sign.
fn digits(text: &str) -> Result<i64, TextLimitError> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| TextLimitError)
    } else {
        Err(TextLimitError)
    }
}

#[cfg(test)]
mod tests;
