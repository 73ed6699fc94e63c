//! Files that a program of the user's turns into text: `--pre 'pdf=pdftotext -layout - -'`.
//!
//! The program gets the file on its standard input and writes the text on its standard output, which is read as any plain
//! text is. It is started without a shell, once for each file. Where it fails, its exit code and the first line of its
//! standard error are the error of that article.

use super::compression::Codec;
use super::document::Document;
use super::format::{FileType, Format};
use super::read::{ReadError, read_whole};
use super::{ReadOptions, text};
use crate::model::Article;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::str::FromStr;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A program that works on one file for longer than this is stopped. `pdftotext` takes a second for a book; recognizing
/// the letters of a long scan takes minutes.
pub const DEFAULT_PROGRAM_SECONDS: u64 = 600;

/// So much of what a program says of its failure stands in the article's row.
const ERROR_CHARS: usize = 200;

/// So much of it is kept.
const ERROR_BYTES: u64 = 64 << 10;

/// How often a program is asked whether it is done, once its output has ended.
const POLL: Duration = Duration::from_millis(2);

/// Which programs read which files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    /// Each with the files it is for; the last one for a type counts.
    pub all: Vec<Program>,
    /// Seconds that a program may take for one file.
    pub seconds: u64,
}

impl Default for Programs {
    fn default() -> Self {
        Programs { all: Vec::new(), seconds: DEFAULT_PROGRAM_SECONDS }
    }
}

/// A program for the files of one extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// As it was typed: `pdf=pdftotext -layout - -`.
    typed: String,
    extension: String,
    program: String,
    arguments: Vec<String>,
}

impl FromStr for Program {
    type Err = String;

    /// Reads `EXTENSION=PROGRAM ARGUMENT...`, words parted by spaces; one with spaces in it stands between quotes.
    fn from_str(typed: &str) -> Result<Self, String> {
        let bad = |why: &str| format!("'{typed}' {why}; such as 'pdf=pdftotext -layout - -'");
        let (extension, command) = typed.split_once('=').ok_or_else(|| bad("names no type of files"))?;
        let extension = extension.trim().trim_start_matches('.');
        if extension.is_empty() || extension.contains(['.', '/', '\\', '*']) {
            return Err(bad("does not begin with the end of file names"));
        }
        if Codec::of_extension(extension).is_some() {
            return Err(bad("is for compressed files: name the type of what is compressed in them"));
        }
        let mut words = shlex::split(command).ok_or_else(|| bad("has a quote that does not end"))?.into_iter();
        let program = words.next().filter(|word| !word.is_empty()).ok_or_else(|| bad("names no program"))?;
        let extension = extension.to_owned();
        Ok(Program { typed: typed.to_owned(), extension, program, arguments: words.collect() })
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl Program {
    /// Whether there is such a program, by its path or where the system looks for programs.
    #[must_use]
    pub fn is_there(&self) -> bool {
        let path = Path::new(&self.program);
        let is_file = |path: &Path| {
            let mut whole = path.as_os_str().to_owned();
            whole.push(std::env::consts::EXE_SUFFIX);
            path.is_file() || Path::new(&whole).is_file()
        };
        if path.components().count() > 1 {
            return is_file(path);
        }
        std::env::var_os("PATH").is_some_and(|all| std::env::split_paths(&all).any(|dir| is_file(&dir.join(path))))
    }

    /// What is started.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }
}

impl Programs {
    /// How a file is read that one of the programs is for; `None` where none is.
    pub(super) fn file_type(&self, path: &Path) -> Option<FileType> {
        if self.all.is_empty() {
            return None;
        }
        let extension = path.extension()?.to_str()?;
        let codec = Codec::of_extension(extension);
        let extension = if codec.is_some() { Path::new(path.file_stem()?).extension()?.to_str()? } else { extension };
        let at = self.all.iter().rposition(|program| program.extension.eq_ignore_ascii_case(extension))?;
        Some(FileType { codec, format: Format::Document(Document::Program(at)) })
    }

    /// The article that a program makes of a file.
    pub(super) fn article(
        &self,
        program: usize,
        name: String,
        file: impl Read + Send + 'static,
        options: &ReadOptions,
    ) -> Article {
        let program = &self.all[program];
        let limit = options.max_article_size;
        match program.run(Box::new(file), limit, Duration::from_secs(self.seconds)) {
            Ok(bytes) => {
                // what encoding the files are in says nothing of what a program writes
                text::article(name, bytes, &ReadOptions { encoding: None, ..options.clone() })
            }
            Err(Failure::Read(error)) => error.article(name),
            Err(Failure::Program(why)) => Article::failed(name, format!("{}: {why}", program.program)),
        }
    }
}

/// Why a program gave no text.
enum Failure {
    /// Its file could not be read, or its text is too large.
    Read(ReadError),
    /// It is its own fault.
    Program(String),
}

impl Program {
    fn run(&self, file: Box<dyn Read + Send>, limit: u64, patience: Duration) -> Result<Vec<u8>, Failure> {
        let deadline = Instant::now() + patience;
        let mut child = Running(self.start().map_err(|error| Failure::Program(format!("cannot be started: {error}")))?);
        // Each pipe has a thread of its own: whatever order the program reads and writes in, none of them fills up. They
        // are not waited for where the program is stopped, since a child of its own may hold the pipes.
        let stdin = child.0.stdin.take();
        let fed = spawned(move || stdin.map_or(Ok(()), |stdin| feed(file, stdin)));
        let stdout = child.0.stdout.take();
        let output = spawned(move || stdout.map_or(Ok(Vec::new()), |mut stdout| read_whole(&mut stdout, 0, limit)));
        let stderr = child.0.stderr.take();
        let complaint = spawned(move || stderr.map(complaint).unwrap_or_default());
        let left = || deadline.saturating_duration_since(Instant::now());
        let too_long =
            || Failure::Program(format!("not done after {} s; --pre-timeout allows more", patience.as_secs()));
        let output = output.recv_timeout(left()).map_err(|_| too_long())?.map_err(Failure::Read)?;
        let status = child.end(deadline).map_err(|error| Failure::Program(error.to_string()))?.ok_or_else(too_long)?;
        if !status.success() {
            let complaint = complaint.recv_timeout(left().min(Duration::from_secs(1))).unwrap_or_default();
            let colon = if complaint.is_empty() { "" } else { ": " };
            return Err(Failure::Program(format!("{}{colon}{complaint}", ended(status))));
        }
        fed.recv_timeout(left()).map_err(|_| too_long())?.map_err(|error| Failure::Read(error.into()))?;
        Ok(output)
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn()
    }
}

/// How a program that failed ended.
fn ended(status: ExitStatus) -> String {
    status.code().map_or_else(|| "stopped by the system".to_owned(), |code| format!("exit code {code}"))
}

/// What a thread of its own finds out.
fn spawned<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        // nobody may be waiting any more
        let _ = sender.send(work());
    });
    receiver
}

/// Gives a program its file. That it does not want all of it is its own business.
fn feed(mut file: Box<dyn Read + Send>, mut stdin: impl io::Write) -> io::Result<()> {
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if stdin.write_all(&piece[..read]).is_err() {
            return Ok(());
        }
    }
}

/// The first line that a program wrote about its failure.
fn complaint(mut stderr: impl Read) -> String {
    let mut bytes = Vec::new();
    // what it says is a courtesy; the rest is read so that it can go on
    let _ = (&mut stderr).take(ERROR_BYTES).read_to_end(&mut bytes);
    let _ = io::copy(&mut stderr, &mut io::sink());
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).take(ERROR_CHARS).collect()
}

/// A program that is stopped when nobody wants it any more.
struct Running(Child);

impl Running {
    /// How it ended; `None` where it has not by then.
    fn end(&mut self, deadline: Instant) -> io::Result<Option<ExitStatus>> {
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(Some(status));
            }
            if Instant::now() >= deadline {
                return Ok(None);
            }
            thread::sleep(POLL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // it may be gone already
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    #[test]
    fn what_is_typed_is_a_type_and_words() {
        let words =
            |typed: &str| typed.parse::<Program>().map(|p| [vec![p.extension, p.program], p.arguments].concat());
        let rows: [(&str, &[&str]); 3] = [
            ("pdf=pdftotext -layout - -", &["pdf", "pdftotext", "-layout", "-", "-"]),
            (".doc='/my programs/antiword' -m \"a b\" -", &["doc", "/my programs/antiword", "-m", "a b", "-"]),
            ("x=y=z", &["x", "y=z"]),
        ];
        for (typed, expected) in rows {
            assert_eq!(words(typed).unwrap(), expected, "{typed}");
        }
        for typed in ["pdftotext", "=cat", "pdf=", "pdf= ", "*.pdf=cat", "gz=cat", "pdf='cat"] {
            assert!(words(typed).unwrap_err().contains("such as 'pdf="), "{typed}");
        }
    }

    #[test]
    fn the_last_program_for_a_type_counts() {
        let programs = Programs {
            all: ["pdf=cat", "doc=cat", "PDF=tac"].map(|typed| typed.parse().unwrap()).to_vec(),
            ..Programs::default()
        };
        let program = |name: &str| match programs.file_type(Path::new(name))?.format {
            Format::Document(Document::Program(at)) => Some((at, programs.file_type(Path::new(name))?.codec)),
            _ => None,
        };
        assert_eq!(program("a/b.Pdf"), Some((2, None)));
        assert_eq!(program("b.doc.gz"), Some((1, Some(Codec::Gzip))));
        assert_eq!(program("b.txt"), None);
        assert_eq!(program("pdf"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_program_reads_a_file_or_says_why_not() {
        let large = "Syria ".repeat(100_000);
        let read = |command: &str, file: &str| {
            let options = ReadOptions {
                max_article_size: 1 << 20,
                programs: Programs { all: vec![format!("x={command}").parse().unwrap()], seconds: 30 },
                ..ReadOptions::default()
            };
            let article = options.programs.article(0, "a.x".into(), io::Cursor::new(file.to_owned()), &options);
            (article.status, article.text + &article.error)
        };
        let ok = |text: &str| (Status::Ok, text.to_owned());
        let failed = |error: &str| (Status::Failed, error.to_owned());
        assert_eq!(read("cat", "Syria"), ok("Syria"));
        assert_eq!(read("cat", &large), ok(&large));
        assert_eq!(read("tr a-z A-Z", "Syria"), ok("SYRIA"));
        assert_eq!(read("echo Iraq", &large), ok("Iraq\n"), "a program may leave its file alone");
        assert_eq!(read("true", "Syria"), (Status::Empty, String::new()));
        assert_eq!(read("false", "Syria"), failed("false: exit code 1"));
        assert_eq!(
            read("sh -c 'echo; echo bad xref >&2; echo more >&2; exit 3'", ""),
            failed("sh: exit code 3: bad xref")
        );
        assert_eq!(read("sh -c 'kill -9 $$'", ""), failed("sh: stopped by the system"));
        let (status, error) = read("no-such-program", "");
        assert!(status == Status::Failed && error.starts_with("no-such-program: cannot be started: "), "{error}");
        let (status, error) = read("yes", "");
        assert!(status == Status::Skipped && error.contains("--max-article-size"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_stopped() {
        for command in ["sleep 1000", "sh -c 'echo Syria; exec >&-; sleep 1000'", "sh -c 'sleep 1000 & wait'"] {
            let program: Program = format!("x={command}").parse().unwrap();
            let failure = program.run(Box::new(io::empty()), 100, Duration::from_millis(200));
            assert!(matches!(failure, Err(Failure::Program(why)) if why.contains("--pre-timeout")), "{command}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_breaks_off_is_no_text() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("lost the disk"))
            }
        }
        let options = ReadOptions {
            programs: Programs { all: vec!["x=cat".parse().unwrap()], seconds: 30 },
            ..ReadOptions::default()
        };
        let article = options.programs.article(0, "a.x".into(), Broken, &options);
        assert_eq!((article.status, &*article.error), (Status::Failed, "lost the disk"));
    }
}
