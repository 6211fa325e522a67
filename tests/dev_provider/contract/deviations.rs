//! Where an answer is another than the recorded one, and why it may be. The only place that says so: what deviates and
//! is not here fails the test, and so does what is here and deviates no more. With a real Logto nothing may deviate.

use super::replay::Found;

/// 501, and a sentence that says what.
const NOT_SERVED: &str = "not served";

pub struct Deviation {
    /// Names of exchanges.
    of: &'static [&'static str],
    difference: &'static str,
    because: &'static str,
}

pub const OF_THE_DEVELOPMENT_PROVIDER: &[Deviation] = &[
    Deviation {
        of: &["token-wrong-secret"],
        difference: "www-authenticate: another value",
        because: "the scheme is what matters to a client: the realm and the description, it is not",
    },
    Deviation {
        of: &["route-unknown"],
        difference: NOT_SERVED,
        because: "nobody here knows every path of Logto: this one could be served there",
    },
    Deviation {
        of: &["route-unknown-no-token"],
        difference: "401 auth.authorization_header_missing instead of 404",
        because: "stricter: who has no token does not hear what is served",
    },
    Deviation {
        of: &["applications-paged", "pages-roles-default", "pages-beyond"],
        difference: "link: absent",
        because: "Logto's lacks /api, and so leads nowhere: no client can follow it",
    },
    Deviation {
        of: &[
            "secrets-delete",
            "secrets-delete-again",
            "organizations-delete",
            "roles-delete",
            "roles-delete-again",
            "resources-delete",
            "resources-delete-management",
        ],
        difference: NOT_SERVED,
        because: "provisioning adds, and takes nothing away",
    },
];

/// What a real Logto is not asked.
pub const LEFT_OUT_WITH_A_REAL_LOGTO: [(&str, &str); 2] = [
    ("auth-expired", "nobody but Logto can sign such a token, and waiting for one takes an hour"),
    ("connectors-test-twilio-unreachable", "Twilio can be reached from most machines, and is not to be called"),
];

/// What deviates without a reason, and what has a reason and does not deviate.
pub fn complaints(found: &[Found], deviations: &[Deviation]) -> Vec<String> {
    let is_explained = |name: &str, difference: &str| {
        deviations.iter().any(|known| known.difference == difference && known.of.contains(&name))
    };
    let deviates = |name: &str, difference: &str| {
        found.iter().any(|found| found.name == name && found.differences.iter().any(|found| found == difference))
    };
    let mut complaints = Vec::new();
    for Found { name, differences } in found {
        let unexplained = differences.iter().filter(|difference| !is_explained(name, difference));
        complaints.extend(unexplained.map(|difference| format!("{name}: {difference}")));
    }
    for Deviation { of, difference, because } in deviations {
        let gone = of.iter().filter(|name| !deviates(name, difference));
        complaints.extend(gone.map(|name| format!("{name}: no longer deviates: {difference} ({because})")));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::{Deviation, Found, complaints};

    const KNOWN: &[Deviation] = &[Deviation { of: &["one", "two"], difference: "absent", because: "it may" }];

    fn found(name: &str, differences: &[&str]) -> Found {
        Found { name: name.to_owned(), differences: differences.iter().map(|text| (*text).to_owned()).collect() }
    }

    #[test]
    fn nothing_deviates_without_a_reason_and_no_reason_outlives_its_deviation() {
        assert!(complaints(&[found("one", &["absent"]), found("two", &["absent"])], KNOWN).is_empty());
        let all = [found("one", &["absent", "new"]), found("two", &[]), found("three", &["absent"])];
        let expected = ["one: new", "three: absent", "two: no longer deviates: absent (it may)"];
        assert_eq!(complaints(&all, KNOWN), expected);
    }
}
