//! What pages are drawn with: one style sheet, one script, one typeface. Each is at an address with its hash, so that
//! browsers keep it for ever.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::Path;
use actix_web::{HttpResponse, get};

use crate::app::service::sha256;

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    hash: String,
}

macro_rules! pictures {
    ($($name:literal),*) => {
        &[$((concat!($name, ".jpg"), include_bytes!(concat!("assets/manual/", $name, ".jpg")))),*]
    };
}

/// The pictures of the manual, made by the test that walks the pages.
const PICTURES: &[(&str, &[u8])] = pictures![
    "appraisals",
    "explanation",
    "overview",
    "preview",
    "ranking",
    "receipt",
    "recommendation",
    "rehearsal",
    "report",
    "unit",
    "unit-list",
    "users"
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let font = "font/woff2";
    let mut all: Vec<(&str, &str, &[u8])> = vec![
        ("style.css", "text/css; charset=utf-8", include_bytes!("assets/style.css")),
        ("script.js", "text/javascript; charset=utf-8", include_bytes!("assets/script.js")),
        ("icon.svg", "image/svg+xml", include_bytes!("assets/icon.svg")),
        ("latin-400.woff2", font, include_bytes!("assets/be-vietnam-pro-latin-400-normal.woff2")),
        ("latin-600.woff2", font, include_bytes!("assets/be-vietnam-pro-latin-600-normal.woff2")),
        ("vietnamese-400.woff2", font, include_bytes!("assets/be-vietnam-pro-vietnamese-400-normal.woff2")),
        ("vietnamese-600.woff2", font, include_bytes!("assets/be-vietnam-pro-vietnamese-600-normal.woff2")),
    ];
    all.extend(PICTURES.iter().map(|(name, bytes)| (*name, "image/jpeg", *bytes)));
    // The style sheet names the typeface's files beside it, so all share one hash: that of them all.
    let together: Vec<u8> = all.iter().flat_map(|(_, _, bytes)| bytes.iter().copied()).collect();
    let hash: String = sha256(&together).chars().take(16).collect();
    let asset = |(name, kind, bytes)| Asset { name, kind, bytes, hash: hash.clone() };
    all.into_iter().map(asset).collect()
});

/// Where an asset is.
pub fn address_of(name: &str) -> String {
    let hash = ASSETS.first().map_or("", |asset| asset.hash.as_str());
    format!("/assets/{hash}/{name}")
}

/// An asset.
#[get("/assets/{hash}/{name}")]
pub async fn get_asset(path: Path<(String, String)>) -> HttpResponse {
    let (hash, name) = path.into_inner();
    match ASSETS.iter().find(|asset| asset.name == name && asset.hash == hash) {
        Some(asset) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, asset.kind))
            .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .body(asset.bytes),
        None => HttpResponse::NotFound().finish(),
    }
}
