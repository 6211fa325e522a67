//! `.br` and `.gz` beside each file: compressed once and best here, not at each request.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::assets;

/// The kinds of file that gain. Images and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Compresses every file of a site that gains from it.
///
/// # Errors
/// The system's, with the file's name.
pub fn all(site: &Path) -> Result<()> {
    for file in assets::files(site)? {
        let extension = file.extension().and_then(|extension| extension.to_str());
        if extension.is_some_and(|extension| COMPRESSIBLE.contains(&extension)) {
            one(&file).with_context(|| file.display().to_string())?;
        }
    }
    Ok(())
}

fn one(file: &Path) -> Result<()> {
    let bytes = fs::read(file)?;
    for (extension, compressed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
        if compressed.len() < bytes.len() {
            fs::write(beside(file, extension), compressed)?;
        }
    }
    Ok(())
}

/// The path of the compressed file: the whole name, then the encoding.
pub fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params =
        BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn compressed_files_hold_the_same_bytes() -> Result<()> {
        let bytes = b"phone number and code, ".repeat(200);
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&*gzip(&bytes)?).read_to_end(&mut plain)?;
        assert_eq!(plain, bytes);
        plain.clear();
        brotli::BrotliDecompress(&mut &*brotli(&bytes)?, &mut plain)?;
        assert_eq!(plain, bytes);
        Ok(())
    }

    #[test]
    fn the_encoding_follows_the_whole_name() {
        assert_eq!(beside(Path::new("a/b.js"), "br"), Path::new("a/b.js.br"));
    }
}
