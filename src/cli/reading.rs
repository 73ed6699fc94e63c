//! How articles are read: the options that every command has that reads some.

use anyhow::bail;
use clap::{Args, ValueEnum};
use gazetag::articles::{
    Charset, DEFAULT_PROGRAM_SECONDS, DateFormat, DateOptions, ExpandLimits, FieldNames, PagePart, Program, Programs,
    ReadOptions,
};
use serde_json::{Map, Value, json};

/// How articles are read.
#[derive(Args)]
pub(super) struct ReadingArguments {
    #[command(flatten)]
    fields: FieldArguments,

    /// The encoding that all texts are in, where they have no byte order mark: windows-1252, koi8-r ...
    #[arg(long, value_name = "LABEL")]
    encoding: Option<Charset>,

    /// What of a web page is its text
    #[arg(long, value_name = "PART", value_enum, default_value_t = Html::Article)]
    html: Html,

    /// Put the headline and a blank line before the text of each article that has one: it is tagged too, and offsets count
    /// in both
    #[arg(long)]
    with_title: bool,

    /// How dates are written that could be read in two ways: %d/%m/%Y
    #[arg(long, value_name = "FORMAT")]
    date_format: Option<DateFormat>,

    /// Take the date of an article without one from its address or file name: 2024/03/09
    #[arg(long)]
    date_from_path: bool,

    /// Read files with this ending by a program, which is given the file on its standard input and writes the text:
    /// 'pdf=pdftotext -layout - -'
    #[arg(long, value_name = "EXT=PROGRAM")]
    pre: Vec<Program>,

    /// A program of --pre that takes longer for one file is stopped, and the article fails
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_PROGRAM_SECONDS)]
    pre_timeout: u64,

    /// Larger articles fail, or are skipped where you set this; K, M and G are understood
    #[arg(long, value_name = "BYTES", value_parser = parse_size, default_value = "64M")]
    max_article_size: u64,

    /// A compressed file that expands to more fails; K, M, G and T are understood
    #[arg(long, value_name = "BYTES", value_parser = parse_any_size, default_value = "1T")]
    max_expanded_size: u64,

    /// A compressed file that expands to more than this many times its size fails
    #[arg(long, value_name = "N", default_value_t = 100)]
    max_expanded_ratio: u64,

    /// How many archives are read that lie in each other
    #[arg(long, value_name = "N", default_value_t = 2)]
    max_depth: u32,
}

impl ReadingArguments {
    /// How articles are read.
    ///
    /// # Errors
    /// Names a program that is not there.
    pub(super) fn options(&self) -> anyhow::Result<ReadOptions> {
        if let Some(program) = self.pre.iter().find(|program| !program.is_there()) {
            bail!("--pre '{program}': there is no program {}; install it, or give its path", program.program());
        }
        Ok(ReadOptions {
            max_article_size: self.max_article_size,
            encoding: self.encoding,
            html: match self.html {
                Html::Article => PagePart::Article,
                Html::All => PagePart::All,
            },
            with_title: self.with_title,
            dates: DateOptions { format: self.date_format.clone(), in_paths: self.date_from_path },
            fields: self.fields.names(),
            expand: ExpandLimits {
                size: self.max_expanded_size,
                ratio: self.max_expanded_ratio,
                depth: self.max_depth,
            },
            programs: Programs { all: self.pre.clone(), seconds: self.pre_timeout },
        })
    }

    /// The same, as `datapackage.json` gives it.
    pub(super) fn described(&self) -> Map<String, Value> {
        let options = json!({
            "date_format": self.date_format.as_ref().map(ToString::to_string),
            "date_from_path": self.date_from_path,
            "encoding": self.encoding.map(|encoding| encoding.to_string()),
            "fields": self.fields.described(),
            "html": format!("{:?}", self.html).to_lowercase(),
            "max_article_size": self.max_article_size,
            "max_depth": self.max_depth,
            "max_expanded_ratio": self.max_expanded_ratio,
            "max_expanded_size": self.max_expanded_size,
            "pre": self.pre.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "pre_timeout": self.pre_timeout,
            "with_title": self.with_title,
        });
        options.as_object().cloned().unwrap_or_default()
    }
}

/// How the fields of records and the columns of tables are called, where gazetag does not know.
#[derive(Args)]
struct FieldArguments {
    /// Field or column of the text
    #[arg(long, value_name = "NAME")]
    text_field: Option<String>,

    /// Of the headline
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,

    /// Of the date
    #[arg(long, value_name = "NAME")]
    date_field: Option<String>,

    /// Of the author
    #[arg(long, value_name = "NAME")]
    author_field: Option<String>,

    /// Of the outlet
    #[arg(long, value_name = "NAME")]
    source_field: Option<String>,

    /// Of the address
    #[arg(long, value_name = "NAME")]
    url_field: Option<String>,

    /// Of the language
    #[arg(long, value_name = "NAME")]
    language_field: Option<String>,
}

impl FieldArguments {
    fn names(&self) -> FieldNames {
        FieldNames {
            text: self.text_field.clone(),
            title: self.title_field.clone(),
            date: self.date_field.clone(),
            author: self.author_field.clone(),
            source: self.source_field.clone(),
            url: self.url_field.clone(),
            language: self.language_field.clone(),
        }
    }

    /// Those that were given, as `datapackage.json` gives them.
    fn described(&self) -> Value {
        json!({
            "text": self.text_field,
            "title": self.title_field,
            "date": self.date_field,
            "author": self.author_field,
            "source": self.source_field,
            "url": self.url_field,
            "language": self.language_field,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Html {
    /// The article, without menus, adverts and what else stands around it
    Article,
    /// All that a reader sees
    All,
}

/// Bytes below 4 GiB, which is what a text may have.
fn parse_size(text: &str) -> Result<u64, String> {
    parse_any_size(text)
        .ok()
        .filter(|size| *size < 1 << 32)
        .ok_or_else(|| format!("'{text}' is no size below 4G, such as 64M"))
}

/// Bytes, with K, M, G or T for 1024, 1024² and so on.
fn parse_any_size(text: &str) -> Result<u64, String> {
    let (digits, factor) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&text[..at], 1 << 10),
        Some((at, 'm' | 'M')) => (&text[..at], 1 << 20),
        Some((at, 'g' | 'G')) => (&text[..at], 1 << 30),
        Some((at, 't' | 'T')) => (&text[..at], 1 << 40),
        _ => (text, 1),
    };
    let size = digits.trim().parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    size.ok_or_else(|| format!("'{text}' is no size, such as 64M"))
}
