//! What several subjects share.

use gazetag::gazetteer::{BadRows, Gazetteer, Lists, Variants};
use proptest::test_runner::{Config as ProptestConfig, RngSeed};
use std::io::Write as _;

/// A gazetteer of lists that tests write down: file names and contents. It has their names alone, no variants: what is
/// asked of it is how a name matches.
pub(crate) fn gazetteer(lists: &[(&str, &str)]) -> Gazetteer {
    let lists = lists.iter().fold(Lists::new(), |all, (name, text)| all.add_bytes(name, text.as_bytes().to_vec()));
    lists.variants(Variants::Off).load(BadRows::Refuse).unwrap().0
}

/// Rows as CSV.
pub(crate) fn csv<R: AsRef<[C]>, C: AsRef<[u8]>>(rows: impl IntoIterator<Item = R>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.as_ref()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// So many random cases, the same at every run; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for more and for others.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let asked = |name| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    ProptestConfig {
        cases: asked("PROPTEST_CASES").and_then(|cases| u32::try_from(cases).ok()).unwrap_or(count),
        rng_seed: RngSeed::Fixed(asked("PROPTEST_RNG_SEED").unwrap_or(1)),
        failure_persistence: None,
        max_global_rejects: u32::MAX,
        max_local_rejects: u32::MAX,
        ..ProptestConfig::default()
    }
}

/// The folder of the project.
pub(crate) fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether files that tests compare with are to be written anew.
pub(crate) fn update() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// The program.
pub(crate) fn gazetag() -> std::process::Command {
    std::process::Command::new(env!("CARGO_BIN_EXE_gazetag"))
}

/// Bytes as a `.gz`.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// Files in a `.zip`, every other one compressed.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (at, (name, bytes)) in files.iter().enumerate() {
        let method = if at % 2 == 0 { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
        zip.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Files in a `.tar`.
pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}
