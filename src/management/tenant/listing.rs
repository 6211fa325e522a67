//! Lists of any length: page after page. <https://docs.logto.io/integrate-logto/interact-with-management-api#pagination>

use serde::de::DeserializeOwned;

use crate::management::{ManagementApi, ManagementError, call::Call};

/// How many entries come with one answer; the most that Logto gives.
const PAGE_SIZE: usize = 100;
/// How many answers are asked for: a server that never ends must not hold this program.
const MOST_PAGES: usize = 100;

impl ManagementApi {
    /// Everything in a list.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        what: &'static str,
    ) -> Result<Vec<T>, ManagementError> {
        let page_size = PAGE_SIZE.to_string();
        let mut all = Vec::new();
        for page in 1..=MOST_PAGES {
            let page = page.to_string();
            let paging = [("page", page.as_str()), ("page_size", page_size.as_str())];
            let call = Call::get(path).query(query.iter().copied().chain(paging));
            let some: Vec<T> = self.call(&call).await??.read(what)?;
            let is_last = some.len() < PAGE_SIZE;
            all.extend(some);
            if is_last {
                return Ok(all);
            }
        }
        Err(ManagementError::Malformed(what))
    }
}
