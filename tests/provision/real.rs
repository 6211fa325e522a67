//! The same against a real Logto, which the environment names: `REAL_LOGTO_ENDPOINT`, `REAL_LOGTO_M2M_APP_ID`,
//! `REAL_LOGTO_M2M_APP_SECRET`. **Only against a tenant that may be thrown away**: its SMS connector and its sign-in
//! experience are replaced.
//!
//! ```sh
//! cargo test --features management,dev-provider --test provision -- --ignored real
//! ```

use std::env;

use crate::{
    changed_by_hand::{ALL, is_seen_and_repaired},
    house::{ACCOUNT_SID, AUTH_TOKEN, MESSAGING_SERVICE_SID},
    program::Program,
    tenant_api::{TenantApi, id},
};

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("set {name}"))
}

async fn api() -> TenantApi {
    let [endpoint, app_id, app_secret] =
        ["REAL_LOGTO_ENDPOINT", "REAL_LOGTO_M2M_APP_ID", "REAL_LOGTO_M2M_APP_SECRET"].map(variable);
    TenantApi::new(&endpoint, &app_id, &app_secret).await
}

#[tokio::test]
#[ignore = "needs a real Logto, in REAL_LOGTO_ENDPOINT, REAL_LOGTO_M2M_APP_ID and REAL_LOGTO_M2M_APP_SECRET"]
async fn a_real_tenant_is_set_up_and_repaired() {
    let program = Program::new([
        ("LOGTO_ENDPOINT", variable("REAL_LOGTO_ENDPOINT").as_str()),
        ("LOGTO_M2M_APP_ID", &variable("REAL_LOGTO_M2M_APP_ID")),
        ("LOGTO_M2M_APP_SECRET", &variable("REAL_LOGTO_M2M_APP_SECRET")),
        ("TWILIO_ACCOUNT_SID", ACCOUNT_SID),
        ("TWILIO_AUTH_TOKEN", AUTH_TOKEN),
        ("TWILIO_MESSAGING_SERVICE_SID", MESSAGING_SERVICE_SID),
    ]);
    program.set_up().await;
    program.set_up().await.says("Nothing to do");
    for (name, change, seen) in ALL {
        eprintln!("{name}");
        is_seen_and_repaired(&program, api().await, *change, seen).await;
    }
    clean_up(&api().await).await;
}

/// Takes away what a run has made, less the connector and the sign-in experience.
async fn clean_up(api: &TenantApi) {
    for (list, field, value) in [
        ("applications", "name", "Bakery & Café"),
        ("resources", "indicator", "https://api.example/recipes"),
        ("roles", "name", "baker"),
        ("organization-roles", "name", "editor"),
        ("organization-scopes", "name", "read:members"),
        ("organization-scopes", "name", "edit:members"),
        ("organizations", "name", "First Bakery"),
    ] {
        let one = api.find(list, field, value).await;
        api.delete(&format!("{list}/{}", id(&one))).await;
    }
}
