//! The phone sign-in, as the pages see it. Sample data until the server functions are there: the address's `sample`
//! chooses (`error`, `country`, `whole`, `resent`, `proven`, `change`, `signed-in`).

pub mod step;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use step::{
    About, AlreadySignedIn, CodeStep, CountryChoice, DoneStep, NameStep, NumberPage, NumberStep, Problem, Purpose,
};

/// What `/phone` shows; nothing: the browser is sent elsewhere.
pub async fn number_page() -> Option<NumberPage> {
    if sample() == "signed-in" {
        let model = AlreadySignedIn { number: Some("+1 201-555-0123".to_owned()), return_to: "/account".to_owned() };
        return Some(NumberPage::AlreadySignedIn(model));
    }
    Some(NumberPage::Number(number_step(Purpose::SignIn)))
}

/// What `/account/phone` shows; nothing: the browser is sent elsewhere.
pub async fn new_number_step() -> Option<NumberStep> {
    Some(number_step(Purpose::ChangeNumber))
}

fn number_step(purpose: Purpose) -> NumberStep {
    let problem =
        problem(About::Number, "This number is too short for the United States.", "It needs 10 digits, and has 7.");
    NumberStep {
        handle: None,
        return_to: Some("/account".to_owned()),
        countries: countries(),
        country: "US".to_owned(),
        typed: if problem.is_some() { "555 0123".to_owned() } else { String::new() },
        problem,
        purpose,
    }
}

/// What the code page shows; nothing: the browser is sent elsewhere.
pub async fn code_step(purpose: Purpose) -> Option<CodeStep> {
    let proven = sample() == "proven";
    Some(CodeStep {
        handle: "sample".to_owned(),
        number: "+1 201-555-0123".to_owned(),
        resend_after: 27,
        resent: sample() == "resent",
        proven,
        problem: if proven {
            problem(About::Whole, "The sign-in service does not answer.", "Wait a moment.")
        } else {
            problem(About::Code, "This is not the code.", "You can try 3 more times.")
        },
        purpose,
        other_way: purpose == Purpose::SignIn,
    })
}

/// What `/phone/done` shows; nothing: the browser is sent elsewhere.
pub async fn done_step() -> Option<DoneStep> {
    let change = sample() == "change";
    Some(DoneStep {
        number: "+1 201-555-0123".to_owned(),
        return_to: "/account".to_owned(),
        purpose: if change { Purpose::ChangeNumber } else { Purpose::SignIn },
    })
}

/// The name on the account page, when the person may edit their account here.
pub async fn name_step() -> Option<NameStep> {
    Some(NameStep { name: String::new(), saved: sample() == "saved", problem: None })
}

fn sample() -> String {
    use_query_map().read_untracked().get("sample").unwrap_or_default()
}

fn problem(about: About, sentence: &str, next_step: &str) -> Option<Problem> {
    let whole = Problem {
        about: About::Whole,
        sentence: "Too many texts were sent to this number.".to_owned(),
        next_step: Some("Try again in 9 minutes.".to_owned()),
    };
    let country = Problem {
        about: About::Country,
        sentence: "We cannot send texts to this country.".to_owned(),
        next_step: Some("Choose another one.".to_owned()),
    };
    match sample().as_str() {
        "error" | "proven" => {
            Some(Problem { about, sentence: sentence.to_owned(), next_step: Some(next_step.to_owned()) })
        }
        "country" => Some(country),
        "whole" => Some(whole),
        _ => None,
    }
}

const COUNTRIES: &str = "AF 93 Afghanistan,AX 358 Åland Islands,AL 355 Albania,DZ 213 Algeria,AR 54 Argentina,AU 61 Australia,AT 43 Austria,BS 1 Bahamas,BD 880 Bangladesh,BE 32 Belgium,BA 387 Bosnia & Herzegovina,BR 55 Brazil,CA 1 Canada,CV 238 Cabo Verde,CL 56 Chile,CN 86 China,CO 57 Colombia,CD 243 Congo - Kinshasa,CI 225 Côte d’Ivoire,CW 599 Curaçao,CZ 420 Czechia,DK 45 Denmark,EG 20 Egypt,FI 358 Finland,FR 33 France,DE 49 Germany,GR 30 Greece,GG 44 Guernsey,HK 852 Hong Kong SAR China,IS 354 Iceland,IN 91 India,ID 62 Indonesia,IE 353 Ireland,IL 972 Israel,IT 39 Italy,JP 81 Japan,KZ 7 Kazakhstan,KE 254 Kenya,MX 52 Mexico,MA 212 Morocco,NL 31 Netherlands,NZ 64 New Zealand,NG 234 Nigeria,NO 47 Norway,PK 92 Pakistan,PH 63 Philippines,PL 48 Poland,PT 351 Portugal,RE 262 Réunion,RU 7 Russia,ST 239 São Tomé & Príncipe,SG 65 Singapore,ZA 27 South Africa,GS 500 South Georgia & South Sandwich Islands,KR 82 South Korea,ES 34 Spain,BL 590 St. Barthélemy,SE 46 Sweden,CH 41 Switzerland,TR 90 Türkiye,UA 380 Ukraine,AE 971 United Arab Emirates,GB 44 United Kingdom,US 1 United States,VA 39 Vatican City,VN 84 Vietnam";

fn countries() -> Arc<[CountryChoice]> {
    COUNTRIES
        .split(',')
        .filter_map(|line| {
            let mut words = line.splitn(3, ' ');
            let code = words.next()?.to_owned();
            let calling_code = words.next()?.parse().ok()?;
            let name = words.next()?.to_owned();
            let flag = code.bytes().filter_map(|letter| char::from_u32(0x1F1A5 + u32::from(letter))).collect();
            Some(CountryChoice { code, name, flag, calling_code })
        })
        .collect()
}
