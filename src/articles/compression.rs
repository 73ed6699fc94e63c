//! Compressed bytes to bytes, within limits.
//!
//! Decompressing is serial work on one stream; what is done with the bytes is not. A stream that expands beyond all
//! measure (a bomb) ends in an error that names the option.

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Compressed bytes are read in pieces of this size.
const PIECE: usize = 64 << 10;

/// Memory that one stream of `.xz` may ask for: `xz -9` needs 65 MB.
const XZ_MEMORY: u64 = 256 << 20;

/// The ratio is no matter before so many bytes came out: a file of a few bytes of white space is no bomb.
const RATIO_MATTERS_FROM: u64 = 16 << 20;

/// How much compressed files and archives may expand, and how deep they may lie in each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpandLimits {
    /// Bytes that one compressed file or archive may expand to.
    pub size: u64,
    /// How many times its own size it may expand to. Text is 3 to 20 times its compressed size, a bomb 1,000 times.
    pub ratio: u64,
    /// How many archives may lie in each other.
    pub depth: u32,
}

impl Default for ExpandLimits {
    fn default() -> Self {
        ExpandLimits { size: 1 << 40, ratio: 100, depth: 2 }
    }
}

impl ExpandLimits {
    /// Whether so many bytes may come out of so many; the error says which limit they break.
    pub(super) fn check(&self, given: u64, taken: u64) -> io::Result<()> {
        if given > self.size {
            let size = self.size;
            return Err(io::Error::other(format!(
                "expands to more than {size} bytes; --max-expanded-size allows more"
            )));
        }
        if given > RATIO_MATTERS_FROM && given > self.ratio.saturating_mul(taken.max(1)) {
            let ratio = self.ratio;
            return Err(io::Error::other(format!(
                "expands to more than {ratio} times its size, as a bomb does; --max-expanded-ratio allows more"
            )));
        }
        Ok(())
    }
}

/// A way to compress one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// `.gz`, of one part or many.
    Gzip,
    /// What is in a `.zip`.
    Deflate,
    /// `.bz2`
    Bzip2,
    /// `.xz`
    Xz,
    /// `.zst`
    Zstd,
}

impl Codec {
    pub(super) fn of_extension(extension: &str) -> Option<Codec> {
        let all = [("gz", Codec::Gzip), ("bz2", Codec::Bzip2), ("xz", Codec::Xz), ("zst", Codec::Zstd)];
        all.into_iter().find(|(listed, _)| listed.eq_ignore_ascii_case(extension)).map(|(_, codec)| codec)
    }

    pub(super) fn of_content(begin: &[u8]) -> Option<Codec> {
        let all: [(&[u8], Codec); 4] = [
            (b"\x1F\x8B", Codec::Gzip),
            (b"BZh", Codec::Bzip2),
            (b"\xFD7zXZ\0", Codec::Xz),
            (b"\x28\xB5\x2F\xFD", Codec::Zstd),
        ];
        all.into_iter().find(|(mark, _)| begin.starts_with(mark)).map(|(_, codec)| codec)
    }

    const fn name(self) -> &'static str {
        match self {
            Codec::Gzip => "gzip",
            Codec::Deflate => "deflate",
            Codec::Bzip2 => "bzip2",
            Codec::Xz => "xz",
            Codec::Zstd => "zstd",
        }
    }

    /// The bytes that were compressed.
    ///
    /// # Errors
    /// Where the library has no memory. What is wrong with the bytes shows when they are read.
    pub(super) fn decoder(
        self,
        compressed: impl Read + Send + 'static,
        limits: &ExpandLimits,
    ) -> io::Result<Box<dyn Read + Send>> {
        let taken = Arc::new(AtomicU64::new(0));
        let counted = BufReader::with_capacity(PIECE, Counted { reader: compressed, count: Arc::clone(&taken) });
        let decoder: Box<dyn Read + Send> = match self {
            Codec::Gzip => Box::new(MultiGzDecoder::new(counted)),
            Codec::Deflate => Box::new(DeflateDecoder::new(counted)),
            Codec::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(counted)),
            Codec::Xz => {
                let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(counted, stream))
            }
            Codec::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(counted)?),
        };
        Ok(Box::new(Expanding { codec: self, decoder, taken, given: 0, limits: *limits }))
    }
}

/// Counts what is read through it.
pub(super) struct Counted<R> {
    pub(super) reader: R,
    pub(super) count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A stream that is being expanded.
struct Expanding {
    codec: Codec,
    decoder: Box<dyn Read + Send>,
    /// Compressed bytes so far.
    taken: Arc<AtomicU64>,
    /// Bytes they became.
    given: u64,
    limits: ExpandLimits,
}

impl Read for Expanding {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let codec = self.codec.name();
        let read = self.decoder.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, format!("the {codec} data is damaged or cut off: {error}")),
        })?;
        self.given += read as u64;
        self.limits.check(self.given, self.taken.load(Ordering::Relaxed))?;
        Ok(read)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;

    /// Compressed by each codec that has files of its own.
    pub(in crate::articles) fn compressed(bytes: &[u8]) -> Vec<(&'static str, Codec, Vec<u8>)> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).unwrap();
        let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        bzip2.write_all(bytes).unwrap();
        let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
        xz.write_all(bytes).unwrap();
        vec![
            ("gz", Codec::Gzip, gzip.finish().unwrap()),
            ("bz2", Codec::Bzip2, bzip2.finish().unwrap()),
            ("xz", Codec::Xz, xz.finish().unwrap()),
            ("zst", Codec::Zstd, zstd::encode_all(bytes, 1).unwrap()),
        ]
    }

    fn expand(codec: Codec, bytes: Vec<u8>, limits: ExpandLimits) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let mut decoder = codec.decoder(io::Cursor::new(bytes), &limits).unwrap();
        decoder.read_to_end(&mut out).map(|_| out).map_err(|error| error.to_string())
    }

    #[test]
    fn streams_of_one_part_or_two_come_out_whole() {
        for (name, codec, bytes) in compressed(b"Syria and Iraq") {
            assert_eq!(expand(codec, bytes.clone(), ExpandLimits::default()).unwrap(), b"Syria and Iraq", "{name}");
            assert_eq!(Codec::of_content(&bytes), Some(codec));
            let twice = [bytes.clone(), bytes].concat();
            assert_eq!(
                expand(codec, twice, ExpandLimits::default()).unwrap(),
                b"Syria and IraqSyria and Iraq",
                "{name}"
            );
        }
    }

    #[test]
    fn a_stream_that_is_cut_off_is_an_error() {
        for (name, codec, bytes) in compressed("Syria and Iraq, ".repeat(50).as_bytes()) {
            for cut in 1..bytes.len() {
                let error = expand(codec, bytes[..cut].to_vec(), ExpandLimits::default()).unwrap_err();
                assert!(error.contains("damaged or cut off"), "{name} {cut}: {error}");
            }
        }
    }

    #[test]
    fn a_bomb_is_stopped() {
        let zeros = vec![0; 40 << 20];
        for (name, codec, bytes) in compressed(&zeros) {
            let error =
                expand(codec, bytes.clone(), ExpandLimits { ratio: 100, ..ExpandLimits::default() }).unwrap_err();
            assert!(error.contains("--max-expanded-ratio"), "{name}: {error}");
            let limits = ExpandLimits { size: 1 << 20, ..ExpandLimits::default() };
            let error = expand(codec, bytes, limits).unwrap_err();
            assert!(error.contains("1048576 bytes; --max-expanded-size"), "{name}: {error}");
        }
    }
}
