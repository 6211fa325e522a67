//! The rules of `SessionStorage`, held against every storage: the same tests, with each of them over the real thing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod counts;
mod ends;
mod existence;
mod indexes;
mod interleavings;
mod leases;
#[cfg(feature = "redis")]
mod redis_faults;
#[cfg(feature = "redis")]
mod redis_records;
#[cfg(feature = "redis")]
mod redis_server;
mod single_use;
#[cfg(feature = "sqlite")]
mod sqlite_faults;
#[cfg(feature = "sqlite")]
mod sqlite_records;
mod storages;
mod verifications;
mod versions;

macro_rules! on {
    ($storage:ident: $($module:ident { $($test:ident)* })*) => {
        mod $storage {
            $(mod $module {
                $(#[tokio::test(flavor = "multi_thread")]
                async fn $test() {
                    crate::$module::$test(crate::storages::$storage().await).await;
                })*
            })*
        }
    };
}

macro_rules! on_every_storage {
    ($($tests:tt)*) => {
        on!(memory: $($tests)*);
        #[cfg(feature = "sqlite")]
        on!(sqlite: $($tests)*);
        #[cfg(feature = "redis")]
        on!(redis: $($tests)*);
    };
}

on_every_storage! {
    existence {
        creates_an_empty_session
        creates_no_session_twice
        loads_none_that_was_not_created
        saves_opaque_data
        save_data_moves_expiry_while_nobody_is_signed_in
        save_data_keeps_expiry_of_a_signed_in_session
        touch_notes_when_the_person_was_here
        keeps_times_in_whole_seconds
        answers_a_ping
    }
    ends {
        nothing_makes_a_session_that_was_never_created
        nothing_brings_a_deleted_session_back
        nothing_brings_an_expired_session_back
        expired_sessions_are_never_returned
        delete_says_whether_there_was_a_session
        a_key_is_free_again_after_expiry_and_keeps_nothing
        delete_expired_spares_the_living
    }
    versions {
        signs_in_with_version_one
        signing_in_again_leaves_no_version_valid_that_was_read_before
        replaces_a_known_version_only
        replaces_nothing_while_nobody_is_signed_in
        exactly_one_replaces_a_version
        every_replacement_counts
    }
    indexes {
        finds_the_sessions_of_a_subject
        finds_the_sessions_of_a_provider_session
        finds_no_session_after_sign_out
        finds_no_expired_session
        finds_a_session_as_long_as_it_is_touched
        finds_a_session_under_its_last_subject_only
        finds_what_is_signed_in_while_others_sign_out
    }
    leases {
        one_holder_has_the_lease
        the_holder_may_renew_its_lease
        a_lease_ends_by_itself
        nobody_gives_back_the_lease_of_another
        no_lease_on_a_session_that_is_none
        exactly_one_gets_the_lease
        one_at_a_time_holds_the_lease
    }
    single_use {
        a_thing_is_used_once
        a_thing_is_forgotten_when_it_is_of_no_use
        exactly_one_uses_a_thing
    }
    counts {
        each_thing_has_a_count_of_its_own
        the_window_begins_with_the_first_whatever_follows
        the_count_starts_anew_when_the_window_ends
        a_window_ends_at_a_whole_second
        a_thousand_counts_at_once_lose_none
        one_begins_the_next_window
        what_is_counted_used_and_verified_is_told_apart
        delete_expired_spares_the_counts_of_the_living
    }
    verifications {
        counts_the_tries_of_its_holder
        nobody_tries_what_was_never_begun
        nobody_else_tries_uses_up_or_ends_it
        a_holder_verifies_several_things_apart
        another_holder_takes_its_place
        begins_anew_with_no_try_and_a_time_of_its_own
        nobody_tries_after_its_end
        nobody_tries_after_its_time
        a_thousand_tries_at_once_are_counted_one_by_one
        exactly_one_ends_it
        one_of_several_holders_has_it
    }
    interleavings {
        a_request_in_flight_during_sign_out_never_brings_the_session_back
    }
}
