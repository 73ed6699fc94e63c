//! What is refused at opening, and what only reading every byte finds.

use super::{Archive, ArchiveError, Writer};
use std::path::Path;

const ONE: super::Tag = *b"one\0\0\0\0\0";
const TWO: super::Tag = *b"two\0\0\0\0\0";

fn write(path: &Path) -> Vec<u8> {
    let mut writer = Writer::create(path, Vec::new()).unwrap();
    writer.bytes(ONE, b"first").unwrap();
    writer.section(TWO, |out| out.write_all(&[7; 1000])).unwrap();
    writer.number(ONE, 42);
    let length = writer.finish().unwrap();
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(bytes.len() as u64, length);
    bytes
}

#[test]
fn what_was_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.gaz");
    write(&path);
    let archive = Archive::open(&path).unwrap();
    assert_eq!(archive.section(ONE), b"first");
    assert_eq!(archive.section(TWO), [7; 1000]);
    assert_eq!(archive.section(*b"three\0\0\0"), b"");
    assert_eq!((archive.number(ONE), archive.number(TWO)), (42, 0));
    archive.verify().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn a_file_that_is_not_finished_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("x.gaz"), Vec::new()).unwrap();
    writer.bytes(ONE, b"first").unwrap();
    drop(writer);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn foreign_old_and_cut_files_are_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.gaz");
    let sound = write(&path);
    let mut longer = sound.clone();
    longer.push(0);
    let with = |at: usize, byte: u8| {
        let mut bytes = sound.clone();
        bytes[at] = byte;
        bytes
    };
    for (bytes, said) in [
        (Vec::new(), "no list that gazetag compiled"),
        (b"name,kind\n".to_vec(), "no list that gazetag compiled"),
        (sound[..7].to_vec(), "no list that gazetag compiled"),
        (sound[..40].to_vec(), "not whole"),
        (sound[..sound.len() - 1].to_vec(), "not whole"),
        (longer, "not whole"),
        (with(12, 0), "an older gazetag"),
        (with(12, 9), "a newer gazetag"),
        (with(8, 1), "byte order"),
        (with(100, 9), "header is not as it was written"),
        (with(40, 1), "header is not as it was written"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let error = Archive::open(&path).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains("x.gaz") && error.contains("gazetag compile"), "{error}");
    }
}

#[test]
fn every_flip_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.gaz");
    let sound = write(&path);
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&path, bytes).unwrap();
        match Archive::open(&path) {
            Err(_) => {}
            Ok(archive) => {
                let error = archive.verify().unwrap_err();
                assert!(matches!(error, ArchiveError::Damaged { .. }), "byte {at}: {error}");
            }
        }
    }
}
