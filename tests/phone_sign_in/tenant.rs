//! The tenant that these tests sign in to, and the app's sessions there.

use logto::{
    AllowedRegions, Clock, Keyring, LogtoClient, LogtoConfig, ManagementConfig, Origin, Permission, Resource, Scope,
    Secret, SessionLife, Sessions, TextLimit, TextLimits,
    dev_provider::{ApiResource, Application, DevProvider, MachineToMachine, Organization},
};
use time::Duration;

use crate::storages::Place;

/// Awkward on purpose: characters that must be encoded in HTTP Basic and in URLs.
const CLIENT_ID: &str = "client!+ID";
const CLIENT_SECRET: &str = "s3cret:/%+ä";
const M2M_ID: &str = "m2m!+ID";
const M2M_SECRET: &str = "m2m:/%+ä";
const BASE_URL: &str = "http://localhost:3000";
pub const API: &str = "https://api.example.com/items?x=1";
pub const OTHER_API: &str = "https://other.example.com";
pub const ORGANIZATION: &str = "org1";

/// What differs from test to test.
#[derive(Clone)]
pub struct Setup {
    pub scopes: Vec<Scope>,
    pub allow_token_exchange: bool,
    pub has_management: bool,
    pub backchannel_logout: bool,
    pub limits: TextLimits,
    pub regions: AllowedRegions,
    pub life: SessionLife,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            scopes: vec![Scope::Phone],
            allow_token_exchange: true,
            has_management: true,
            backchannel_logout: true,
            limits: limits(100, 100, 100, 100),
            regions: AllowedRegions::all(),
            life: SessionLife::default(),
        }
    }
}

pub fn limits(per_number: u32, per_number_daily: u32, per_address: u32, overall: u32) -> TextLimits {
    let within = Duration::minutes(10);
    TextLimits {
        per_number: TextLimit::new(per_number, within),
        per_number_daily: TextLimit::new(per_number_daily, Duration::days(1)),
        per_address: TextLimit::new(per_address, within),
        per_address_daily: TextLimit::new(1000, Duration::days(1)),
        overall: TextLimit::new(overall, within),
    }
}

pub async fn provider(setup: &Setup) -> DevProvider {
    let application = Application {
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        redirect_uris: vec![format!("{BASE_URL}/callback")],
        post_logout_redirect_uris: vec![format!("{BASE_URL}/")],
        backchannel_logout_uri: setup.backchannel_logout.then(|| format!("{BASE_URL}/back-channel-logout")),
        allow_token_exchange: setup.allow_token_exchange,
        ..Application::default()
    };
    let resource = |indicator: &str| ApiResource {
        indicator: indicator.to_owned(),
        scopes: vec!["read:items".to_owned(), "write:items".to_owned()],
    };
    let organization = Organization {
        id: ORGANIZATION.to_owned(),
        name: "One".to_owned(),
        scopes: vec!["read:members".to_owned()],
        ..Organization::default()
    };
    let stranger = Organization { id: "org2".to_owned(), ..Organization::default() };
    DevProvider::builder()
        .application(application)
        .machine_to_machine(MachineToMachine { client_id: M2M_ID.to_owned(), client_secret: M2M_SECRET.to_owned() })
        .resource(resource(API))
        .resource(resource(OTHER_API))
        .organization(organization)
        .organization(stranger)
        .organization_role("owner", &["read:members"])
        .organization_role_for("owner", API, &["read:items"])
        .start()
        .await
        .unwrap()
}

pub async fn sessions(provider: &DevProvider, setup: &Setup, place: &Place, clock: Clock) -> Sessions {
    let endpoint = Origin::parse(provider.endpoint()).unwrap();
    let management = ManagementConfig::new(&endpoint, M2M_ID, Secret::new(M2M_SECRET));
    let config = LogtoConfig {
        scopes: setup.scopes.clone(),
        permissions: ["read:items", "read:members"].map(|name| Permission::parse(name).unwrap()).to_vec(),
        resources: [API, OTHER_API].map(|indicator| Resource::parse(indicator).unwrap()).to_vec(),
        management: setup.has_management.then_some(management),
        ..LogtoConfig::new(endpoint, CLIENT_ID, Secret::new(CLIENT_SECRET), Origin::parse(BASE_URL).unwrap())
    };
    let storage = place.open(&clock).await;
    let client = LogtoClient::new(config, clock).unwrap();
    Sessions::shared(client, Keyring::parse(&"0a".repeat(32)).unwrap(), storage, setup.life)
}
