//! `provision doctor`, run as a person runs it.

use super::clinic::Clinic;
use crate::program::Program;

#[tokio::test]
async fn the_program_exits_with_0_when_all_is_well_and_with_1_when_something_is_wrong() {
    let mut clinic = Clinic::sound().await;
    let run = Program::new(clinic.variables()).provision(&["doctor"]).await;
    assert_eq!(run.code, 0, "{}", run.everything());
    run.says("ok       redirect_uri: http://localhost:3000/callback is registered");
    clinic.set("BASE_URL", "http://localhost:4000");
    let run = Program::new(clinic.variables()).provision(&["doctor", "--json"]).await;
    assert_eq!((run.code, &run.json()["checks"][1]["name"]), (1, &"endpoint".into()), "{}", run.everything());
}
