//! The built site: hashed files that never change, and the files of `public/`.

use std::path::Path;

use axum::{Router, middleware::map_response, response::Response};
use http::{
    HeaderValue,
    header::{ACCEPT_ENCODING, CACHE_CONTROL, VARY},
};
use leptos::config::LeptosOptions;
use tower_http::services::{ServeDir, ServeFile};

/// A hashed name stands for one content for ever.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// In development names stay while the content changes.
const REVALIDATE: &str = "no-cache";
/// The files of `public/` keep their names: ask again after an hour.
const AN_HOUR: &str = "public, max-age=3600";

/// Routes to every built file, precompressed where a `.br` or `.gz` lies beside it.
///
/// The files at the site's root are looked up once, now: a page view must not search the disk for a file of its name.
pub fn routes(options: &LeptosOptions) -> Router {
    let root = Path::new(options.site_root.as_ref());
    let package = format!("/{}", options.site_pkg_dir);
    let built = Router::new().nest_service(&package, folder(&root.join(options.site_pkg_dir.as_ref())));
    let built = cached(built, if options.hash_files { IMMUTABLE } else { REVALIDATE });

    let mut public = Router::new();
    for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let route = format!("/{}", name.to_string_lossy());
        // Only what can be a route: no braces, no blanks.
        let plain = route[1..].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        let compressed = route.ends_with(".br") || route.ends_with(".gz");
        if !plain || compressed || route == package {
            continue;
        }
        public = if path.is_dir() {
            public.nest_service(&route, folder(&path))
        } else {
            public.route_service(&route, ServeFile::new(&path).precompressed_br().precompressed_gzip())
        };
    }
    built.merge(cached(public, AN_HOUR))
}

fn folder(path: &Path) -> ServeDir {
    ServeDir::new(path).precompressed_br().precompressed_gzip()
}

/// Says how long a file may be kept, and that its compressed forms are different answers. A missing file is no answer to
/// keep.
fn cached(files: Router, value: &'static str) -> Router {
    files.layer(map_response(move |mut response: Response| {
        if response.status().is_success() || response.status() == http::StatusCode::NOT_MODIFIED {
            let headers = response.headers_mut();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static(value));
            headers.insert(VARY, ACCEPT_ENCODING.into());
        }
        std::future::ready(response)
    }))
}
