//! Whether the machine-to-machine application may use the Management API.
//! <https://docs.logto.io/integrate-logto/interact-with-management-api>

use crate::{ManagementApi, provision::next_step, tenant::Application};

use super::Outcome;

/// Gets an access token, and reads the applications with it: only the permission `all` allows that.
pub(super) async fn outcome(api: &ManagementApi) -> (Outcome, Option<Vec<Application>>) {
    match api.applications().await {
        Ok(applications) => {
            (Outcome::ok("the machine-to-machine application may use the Management API"), Some(applications))
        }
        Err(error) => (failure(&error), None),
    }
}

/// What to say of a call that failed.
pub(super) fn failure(error: &crate::ManagementError) -> Outcome {
    let next_step = next_step(error).unwrap_or_else(|| {
        "compare LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET and LOGTO_MANAGEMENT_RESOURCE with the machine-to-machine application \
         in Logto's console".into()
    });
    Outcome::problem(error.to_string(), next_step)
}
