//! What a page says of itself: title, dates, author, outlet, address, language.
//!
//! | | asked in this order |
//! |---|---|
//! | title | JSON-LD `headline`, `og:title`, `twitter:title`, `<title>` |
//! | date | JSON-LD `datePublished`, the usual `<meta>` names, `<time datetime>`; the first that is certain |
//! | author | JSON-LD `author`, the usual `<meta>` names; addresses are no names |
//! | outlet | `og:site_name`, JSON-LD `publisher`, `application-name` |
//! | address | `<link rel=canonical>`, `og:url`, JSON-LD `url`; only `http` and `https` |
//! | language | `<html lang>`, `content-language`, `og:locale`, JSON-LD `inLanguage` |

use super::page;
use super::survey::Survey;
use serde_json::Value;

/// How deep articles are looked for in JSON-LD: `[{"@graph": [{...}]}]` is three.
const JSON_DEPTH: usize = 6;

/// Names of `<meta>` that give the day of publication, the surest first.
const DATE_KEYS: [&str; 18] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "date",
];

/// Names of `<meta>` that give the author.
const AUTHOR_KEYS: [&str; 8] = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "og:article:author",
];

/// What a page says of itself; what it does not say is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) title: String,
    /// What it gives as its date, as it is written, the likeliest first.
    pub(super) dates: Vec<String>,
    pub(super) author: String,
    pub(super) site: String,
    pub(super) url: String,
    /// Language tag.
    pub(super) language: String,
}

/// Reads what was found in the survey.
pub(super) fn about(survey: &Survey) -> About {
    let values: Vec<Value> = survey.json_ld.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let mut articles = Vec::new();
    values.iter().for_each(|value| find_articles(value, JSON_DEPTH, &mut articles));
    let json = |read: fn(&Value) -> Option<String>| articles.iter().find_map(|article| read(article));
    let meta = |keys: &[&str]| {
        let of = |key: &&str| survey.meta.iter().find(|(name, _)| name == key).map(|(_, content)| content.clone());
        keys.iter().find_map(of)
    };
    let metas = |keys: &[&str]| keys.iter().filter_map(|key| meta(&[key])).collect::<Vec<_>>();
    let dates = json(|article| string(&article["datePublished"])).into_iter();
    let url = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let name = |author: &String| !author.starts_with("http") && !author.starts_with('@') && !author.contains("://");
    let urls = [Some(survey.canonical.clone()), meta(&["og:url"]), json(|article| string(&article["url"]))];
    About {
        title: json(|article| string(&article["headline"]))
            .or_else(|| meta(&["og:title", "twitter:title"]))
            .map(|title| plain(&title))
            .unwrap_or_default(),
        dates: dates.chain(metas(&DATE_KEYS)).chain(survey.times.iter().cloned()).collect(),
        author: json(|article| names(&article["author"]))
            .or_else(|| metas(&AUTHOR_KEYS).into_iter().find(name))
            .map(|author| byline(&plain(&author)))
            .unwrap_or_default(),
        site: meta(&["og:site_name"])
            .or_else(|| json(|article| names(&article["publisher"])))
            .or_else(|| meta(&["application-name"]))
            .map(|site| plain(&site))
            .unwrap_or_default(),
        url: urls.into_iter().flatten().find(url).unwrap_or_default(),
        language: meta(&["content-language", "og:locale"])
            .or_else(|| json(|article| string(&article["inLanguage"])))
            .unwrap_or_default(),
    }
}

/// The articles in a JSON-LD value, itself or within.
fn find_articles<'v>(value: &'v Value, depth: usize, articles: &mut Vec<&'v Value>) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    match value {
        Value::Array(values) => values.iter().for_each(|value| find_articles(value, deeper, articles)),
        Value::Object(fields) => {
            if is_article(&value["@type"]) {
                articles.push(value);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                fields.get(key).into_iter().for_each(|value| find_articles(value, deeper, articles));
            }
        }
        _ => {}
    }
}

/// `Article` and its kinds: `NewsArticle`, `ReportageNewsArticle`, `BlogPosting` ...
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report",
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Array(values) => values.iter().find_map(string),
        _ => None,
    }
}

/// The names in `"A"`, `{"name": "A"}` or a list of such.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) if name.starts_with("http") => None,
        Value::String(_) => string(value),
        Value::Object(_) => names(&value["name"]),
        Value::Array(values) => {
            let names: Vec<String> = values.iter().filter_map(names).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

/// A value that may hold markup, as one line of text.
fn plain(value: &str) -> String {
    let text = if value.contains(['<', '&']) { page::extract(value).text } else { value.to_owned() };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An author without the word before the name.
fn byline(author: &str) -> String {
    let name = author.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(author, |_| &author[3..]);
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::html::survey::survey;

    #[test]
    fn the_surest_place_is_asked_first() {
        let json = r#"{"@graph": [{"@type": "WebPage", "headline": "no"}, {"@type": ["NewsArticle"], "headline": "Q &amp; A",
            "datePublished": "2024-03-09T10:00:00Z", "author": [{"name": "By A"}, {"name": "B"}], "publisher": {"name": "P"},
            "url": "https://a.b/json", "inLanguage": "fr"}]}"#;
        let head = "<meta property=og:title content=O><meta property=og:site_name content=S>\
                    <meta name=author content='by M'><meta name=date content=2024-03-08><time datetime=2024-03-07>\
                    <link rel=canonical href=/relative><meta property=og:url content=https://a.b/og>\
                    <meta http-equiv=Content-Language content=de>";
        let with_json = about(&survey(&format!("{head}<script type=application/ld+json>{json}</script>")));
        let expected = About {
            title: "Q & A".into(),
            dates: ["2024-03-09T10:00:00Z", "2024-03-08", "2024-03-07"].map(str::to_owned).to_vec(),
            author: "A, B".into(),
            site: "S".into(),
            url: "https://a.b/og".into(),
            language: "de".into(),
        };
        assert_eq!(with_json, expected);
        let without = about(&survey(&format!("{head}<script type=application/ld+json>{{broken</script>")));
        assert_eq!((&*without.title, &*without.author, without.dates.len()), ("O", "M", 2));
        assert_eq!(about(&survey("<p>x")), About::default());
    }

    #[test]
    fn odd_values_are_passed_over() {
        let rows = [
            r#"{"@type": "Article", "headline": 1, "author": {"name": ["A", 2]}}"#,
            "[[[[[[[[[[1]]]]]]]]]]",
            "null",
            "",
        ];
        for json in rows {
            let about = about(&survey(&format!("<script type=application/ld+json>{json}</script>")));
            assert_eq!(about.title, "", "{json}");
        }
        let address = about(&survey("<meta name=author content=https://a.b/c>"));
        assert_eq!(address.author, "");
    }
}
