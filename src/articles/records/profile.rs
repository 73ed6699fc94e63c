//! What fields are called, by whoever wrote them.

/// A thing that a record says of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Text,
    Title,
    Date,
    Author,
    Source,
    Url,
    Language,
}

/// The fields that the user named; the others go by the profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// What is tagged.
    pub text: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Date of publication.
    pub date: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// Outlet.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Language.
    pub language: Option<String>,
}

impl FieldNames {
    pub(super) fn of(&self, fact: Fact) -> Option<&str> {
        let field = match fact {
            Fact::Text => &self.text,
            Fact::Title => &self.title,
            Fact::Date => &self.date,
            Fact::Author => &self.author,
            Fact::Source => &self.source,
            Fact::Url => &self.url,
            Fact::Language => &self.language,
        };
        field.as_deref()
    }
}

/// How one writer of records calls its fields; of several names the first that says something counts.
pub(super) struct Profile {
    /// Fields that only this writer's records have together.
    sign: &'static [&'static str],
    text: &'static [&'static str],
    title: &'static [&'static str],
    date: &'static [&'static str],
    author: &'static [&'static str],
    source: &'static [&'static str],
    url: &'static [&'static str],
    language: &'static [&'static str],
}

/// In the order in which they are asked; the last one is for everybody.
const PROFILES: [Profile; 7] = [
    // news-please
    Profile {
        sign: &["maintext"],
        text: &["maintext"],
        title: &["title"],
        date: &["date_publish"],
        author: &["authors"],
        source: &["source_domain"],
        url: &["url"],
        language: &["language"],
    },
    // trafilatura: `source` is the address
    Profile {
        sign: &["source-hostname"],
        text: &["text", "raw_text"],
        title: &["title"],
        date: &["date"],
        author: &["author"],
        source: &["source-hostname", "hostname"],
        url: &["source"],
        language: &["language"],
    },
    Profile {
        sign: &["raw_text", "hostname"],
        text: &["text", "raw_text"],
        title: &["title"],
        date: &["date"],
        author: &["author"],
        source: &["sitename", "hostname"],
        url: &["url", "source"],
        language: &["language"],
    },
    // newspaper4k and newspaper3k
    Profile {
        sign: &["text", "publish_date", "meta_lang"],
        text: &["text"],
        title: &["title"],
        date: &["publish_date"],
        author: &["authors"],
        source: &["meta_site_name", "source_url"],
        url: &["canonical_link", "url"],
        language: &["language", "meta_lang"],
    },
    // Media Cloud
    Profile {
        sign: &["media_name"],
        text: &["text", "story_text"],
        title: &["title"],
        date: &["publish_date"],
        author: &["author"],
        source: &["media_name"],
        url: &["url"],
        language: &["language"],
    },
    // schema.org
    Profile {
        sign: &["articleBody"],
        text: &["articleBody"],
        title: &["headline", "name"],
        date: &["datePublished"],
        author: &["author", "creator"],
        source: &["publisher", "sourceOrganization"],
        url: &["url", "mainEntityOfPage", "@id"],
        language: &["inLanguage"],
    },
    // Scrapy feeds, spreadsheets and the rest
    Profile {
        sign: &[],
        text: &[
            "text",
            "content",
            "body",
            "article",
            "fulltext",
            "full_text",
            "article_text",
            "article_body",
            "content_text",
            "body_text",
        ],
        title: &["title", "headline", "heading"],
        date: &[
            "date",
            "published",
            "publish_date",
            "published_date",
            "date_published",
            "published_at",
            "publishedAt",
            "publication_date",
            "pub_date",
            "pubDate",
            "datetime",
        ],
        author: &["author", "authors", "byline", "creator"],
        source: &["source", "publisher", "outlet", "site_name", "sitename", "site", "newspaper", "publication"],
        url: &["url", "link", "canonical_url", "canonical_link", "web_url", "href"],
        language: &["language", "lang"],
    },
];

impl Profile {
    /// The one whose signs are all among the keys.
    pub(super) fn of<'k>(keys: impl Iterator<Item = &'k str> + Clone) -> &'static Profile {
        let has = |sign: &str| keys.clone().any(|key| key.eq_ignore_ascii_case(sign));
        let general = &PROFILES[PROFILES.len() - 1];
        PROFILES.iter().find(|profile| profile.sign.iter().all(|sign| has(sign))).unwrap_or(general)
    }

    /// The places of the keys that may hold a fact, the best first.
    pub(super) fn places<'s, 'k, K>(
        &'static self,
        fact: Fact,
        keys: K,
        names: &'s FieldNames,
    ) -> impl Iterator<Item = usize> + use<'s, 'k, K>
    where
        K: Iterator<Item = &'k str> + Clone,
    {
        let named = names.of(fact);
        let listed = if named.is_some() { &[] } else { self.names(fact) };
        named
            .into_iter()
            .chain(listed.iter().copied())
            .filter_map(move |name| keys.clone().position(|key| key.trim().eq_ignore_ascii_case(name)))
    }

    fn names(&self, fact: Fact) -> &'static [&'static str] {
        match fact {
            Fact::Text => self.text,
            Fact::Title => self.title,
            Fact::Date => self.date,
            Fact::Author => self.author,
            Fact::Source => self.source,
            Fact::Url => self.url,
            Fact::Language => self.language,
        }
    }
}

/// What a field says; nothing where it says in words that nothing is known, as news-please and pandas write.
pub(super) fn known(value: String) -> String {
    let says_nothing = ["none", "null", "nan", "nat"].iter().any(|nothing| value.trim().eq_ignore_ascii_case(nothing));
    if says_nothing { String::new() } else { value }
}

/// Names of fields that an error lists, at most.
const LISTED: usize = 12;

/// That a record or a table has no text, and which fields it has instead.
pub(super) fn no_text<'k>(what: &str, keys: impl Iterator<Item = &'k str>, names: &FieldNames) -> String {
    let wanted = names.text.as_deref().unwrap_or("text");
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    let count = keys.len();
    keys.truncate(LISTED);
    if keys.len() < count {
        keys.push("...");
    }
    match keys[..] {
        [] => format!("no {what} `{wanted}`, and no other"),
        _ => format!("no {what} `{wanted}`; --text-field takes one of: {}", keys.join(", ")),
    }
}
