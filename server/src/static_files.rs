//! The built site: hashed files that never change, and the files of `public/`.

use std::path::Path;

use axum::Router;
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, VARY},
};
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// A hashed name stands for one content for ever. In development names stay while the content changes.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";
/// The files of `public/` keep their names: ask again after an hour.
const AN_HOUR: &str = "public, max-age=3600";

/// Routes to every built file, precompressed where a `.br` or `.gz` lies beside it.
///
/// The files at the site's root are looked up once, now: a page view must not search the disk for a file of its name.
pub fn routes(options: &LeptosOptions) -> Router {
    let root = Path::new(options.site_root.as_ref());
    let package = ServeDir::new(root.join(options.site_pkg_dir.as_ref())).precompressed_br().precompressed_gzip();
    let caching = if options.hash_files { IMMUTABLE } else { REVALIDATE };
    let mut routes = Router::new().nest_service(
        &format!("/{}", options.site_pkg_dir),
        ServiceBuilder::new().layer(header(CACHE_CONTROL, caching)).layer(vary()).service(package),
    );
    for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| *name != options.site_pkg_dir.as_ref()) else { continue };
        let headers = ServiceBuilder::new().layer(header(CACHE_CONTROL, AN_HOUR)).layer(vary());
        let compressed = name.ends_with(".br") || name.ends_with(".gz");
        // Only what can be a route: no braces, no blanks.
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        if entry.path().is_dir() && plain {
            let files = ServeDir::new(entry.path()).precompressed_br().precompressed_gzip();
            routes = routes.nest_service(&format!("/{name}"), headers.service(files));
        } else if plain && !compressed {
            let file = ServeFile::new(entry.path()).precompressed_br().precompressed_gzip();
            routes = routes.route_service(&format!("/{name}"), headers.service(file));
        }
    }
    routes
}

fn header(name: http::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// Which of the compressed files is sent depends on what the browser takes.
fn vary() -> SetResponseHeaderLayer<HeaderValue> {
    header(VARY, "Accept-Encoding")
}
