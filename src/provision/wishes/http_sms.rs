//! Logto's connector that posts each text to an address of one's own, such as a development inbox.
//! <https://docs.logto.io/integrations/http-sms>

use url::Url;

use crate::Secret;

use super::{environment::Environment, problem::Problems, sms_connector::refuse_secret, table::Table, web_uri};

/// `[sms]` with `connector = "http-sms"`
#[derive(Clone, Debug)]
pub struct HttpSmsWish {
    /// `endpoint`: where Logto posts `{to, type, payload, ip}`. https, or http on this machine: codes go there.
    pub endpoint: Url,
    /// `HTTP_SMS_AUTHORIZATION`: the whole header `Authorization` that Logto sends along.
    pub authorization: Option<Secret>,
}

impl HttpSmsWish {
    pub(super) fn read(table: &Table<'_>, environment: &Environment<'_>, problems: &mut Problems) -> Option<Self> {
        const SECRET: &str = "authorization";
        table.refuse_unknown(&["connector", "endpoint", SECRET], problems);
        refuse_secret(table, SECRET, "HTTP_SMS_AUTHORIZATION", problems);
        let authorization = environment.secret(
            "HTTP_SMS_AUTHORIZATION",
            "has characters that no header may have; write it like: Bearer abc123",
            problems,
            |byte| byte.is_ascii_graphic() || byte == b' ',
        );
        let endpoint = table.needed("endpoint", "Logto posts the texts there: endpoint = \"https://…\"", problems);
        Some(Self { endpoint: endpoint?.parse(web_uri::parse, problems)?, authorization })
    }
}
