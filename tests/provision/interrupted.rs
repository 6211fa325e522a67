//! A run that is cut at a call, before Logto hears of it or before its answer arrives: the next run does the rest.

use logto::dev_provider::Cut;

use crate::house::House;

/// Cuts a run at its every call. A call that Logto did, and whose answer was lost, must be found: nothing is made twice.
async fn is_finished_by_the_next_run(cut: fn(&House, usize)) {
    let mut calls = 0;
    loop {
        let house = House::bare().await;
        cut(&house, calls + 1);
        let run = house.provision(&["--yes", "--attempts", "1"]).await;
        house.provider.mend();
        if run.code == 0 {
            break;
        }
        calls += 1;
        assert_eq!(run.code, 3, "call {calls}: {}", run.everything());
        house.set_up().await;
        let check = house.provision(&["--check"]).await;
        assert_eq!(check.code, 0, "call {calls}: {}", check.everything());
        nothing_is_there_twice(&house).await;
    }
    // As many as there are to read (8) and to make or change (13), and to read again.
    assert!(calls > 25, "{calls}");
}

async fn nothing_is_there_twice(house: &House) {
    let api = house.by_hand().await;
    for (list, name, value) in [
        ("applications?types=Traditional", "type", "Traditional"),
        ("connectors", "type", "Sms"),
        ("resources", "indicator", "https://api.example/recipes"),
        ("roles?type=User", "name", "baker"),
        ("organization-scopes", "name", "edit:members"),
        ("organization-roles", "name", "editor"),
        ("organizations", "name", "First Bakery"),
    ] {
        api.find(list, name, value).await;
    }
}

#[tokio::test]
async fn a_run_whose_calls_do_not_arrive_is_finished_by_the_next() {
    is_finished_by_the_next_run(|house, call| house.provider.cut_at(call, Cut::Before)).await;
}

#[tokio::test]
async fn a_run_whose_answers_are_lost_is_finished_by_the_next() {
    is_finished_by_the_next_run(|house, call| house.provider.cut_at(call, Cut::After)).await;
}
