//! Phone sign-in in the app's own design: which way, for which numbers, how many texts.

use logto::{AllowedRegions, ManagementConfig, Origin, Region, Resource, Secret, TextLimit, TextLimits};

use super::Problems;

/// No chain of proxies is longer.
const MOST_PROXIES: usize = 10;

/// What phone sign-in must know.
#[derive(Debug)]
pub struct PhoneSettings {
    /// `PHONE_SIGN_IN`; `None`: embedded where there is an M2M application, else hosted.
    pub way: Option<PhoneWay>,
    /// `PHONE_COUNTRIES`
    pub regions: AllowedRegions,
    /// `PHONE_TEXTS_PER_NUMBER`, `PHONE_TEXTS_PER_ADDRESS`, each also with `_DAILY`; `PHONE_TEXTS_OVERALL`
    pub limits: TextLimits,
    /// `TRUSTED_PROXIES`: how many stand before this server.
    pub trusted_proxies: usize,
}

/// Where the code is sent from and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneWay {
    /// At Logto's page.
    Hosted,
    /// At this app's.
    Embedded,
}

impl PhoneSettings {
    /// Reads them. `None`, with what is wrong in `problems`.
    pub fn read(get: &impl Fn(&str) -> Option<String>, problems: &mut Problems) -> Option<Self> {
        let way = match get("PHONE_SIGN_IN").as_deref() {
            None => Ok(None),
            Some("hosted") => Ok(Some(PhoneWay::Hosted)),
            Some("embedded") => Ok(Some(PhoneWay::Embedded)),
            Some(_) => Err("must be hosted or embedded"),
        };
        let way = problems.check("PHONE_SIGN_IN", way);
        let regions = problems.check("PHONE_COUNTRIES", regions(&get("PHONE_COUNTRIES").unwrap_or_default()));
        let mut limit = |name: &'static str, default: TextLimit| match get(name) {
            Some(text) => problems.check(name, text.parse()),
            None => Some(default),
        };
        let default = TextLimits::default();
        let per_number = limit("PHONE_TEXTS_PER_NUMBER", default.per_number);
        let per_number_daily = limit("PHONE_TEXTS_PER_NUMBER_DAILY", default.per_number_daily);
        let per_address = limit("PHONE_TEXTS_PER_ADDRESS", default.per_address);
        let per_address_daily = limit("PHONE_TEXTS_PER_ADDRESS_DAILY", default.per_address_daily);
        let overall = limit("PHONE_TEXTS_OVERALL", default.overall);
        let proxies = get("TRUSTED_PROXIES").map_or(Ok(0), |text| text.parse().map_err(drop));
        let proxies = proxies.ok().filter(|proxies| *proxies <= MOST_PROXIES);
        let proxies = proxies.ok_or("must be a number from 0 to 10: how many proxies stand before this server");
        let trusted_proxies = problems.check("TRUSTED_PROXIES", proxies)?;
        let (per_number, per_number_daily) = (per_number?, per_number_daily?);
        let (per_address, per_address_daily) = (per_address?, per_address_daily?);
        let limits = TextLimits { per_number, per_number_daily, per_address, per_address_daily, overall: overall? };
        Some(Self { way: way?, regions: regions?, limits, trusted_proxies })
    }
}

/// Reads the M2M application, where one is given.
pub fn read_management(
    get: &impl Fn(&str) -> Option<String>,
    endpoint: Option<&Origin>,
    problems: &mut Problems,
) -> Option<ManagementConfig> {
    const MISSING: &str = "is missing; Logto's console shows it with the machine-to-machine application";
    let resource = get("LOGTO_MANAGEMENT_RESOURCE").map(|text| Resource::parse(&text));
    let resource = resource.map(|resource| problems.check("LOGTO_MANAGEMENT_RESOURCE", resource));
    let (app_id, app_secret) = match (get("LOGTO_M2M_APP_ID"), get("LOGTO_M2M_APP_SECRET")) {
        (Some(app_id), Some(app_secret)) => (app_id, Secret::new(app_secret)),
        (None, None) => return None,
        (Some(_), None) => {
            problems.add("LOGTO_M2M_APP_SECRET", MISSING);
            return None;
        }
        (None, Some(_)) => {
            problems.add("LOGTO_M2M_APP_ID", MISSING);
            return None;
        }
    };
    let config = ManagementConfig::new(endpoint?, app_id, app_secret);
    Some(match resource.flatten() {
        Some(resource) => ManagementConfig { resource, ..config },
        None => config,
    })
}

fn regions(text: &str) -> Result<AllowedRegions, String> {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let regions = words.map(|word| {
        Region::parse(word).ok_or_else(|| {
            format!("has {word:?}, which is no country; write codes of two letters (ISO 3166-1), like US CA DE")
        })
    });
    let regions: Vec<Region> = regions.collect::<Result<_, _>>()?;
    Ok(if regions.is_empty() { AllowedRegions::all() } else { AllowedRegions::only(regions) })
}
