//! What an article does not say of itself: every article's last step, whatever it was read from.

use super::{ReadOptions, date, language};
use crate::model::{Article, Status};

/// Gives an article that was read the date of its address or name, where the options ask for it and it has none, and the
/// language of its text, where it declares none.
pub(super) fn complete(mut article: Article, options: &ReadOptions) -> Article {
    if options.dates.in_paths && article.date.is_empty() && article.status != Status::Skipped {
        let found = date::in_path(&article.url).or_else(|| date::in_path(&article.name));
        article.date = found.map(|date| date.to_string()).unwrap_or_default();
    }
    if article.language.is_empty() && article.status == Status::Ok {
        article.language = language::of_text(&article.text).to_owned();
    }
    article
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::DateOptions;

    #[test]
    fn a_path_dates_what_has_no_date() {
        let options =
            |in_paths| ReadOptions { dates: DateOptions { format: None, in_paths }, ..ReadOptions::default() };
        let article = |url: &str, name: &str, date: &str| Article {
            url: url.into(),
            name: name.into(),
            date: date.into(),
            ..Article::default()
        };
        let rows = [
            (true, article("https://a.b/2024/03/09/c", "d", ""), "2024-03-09"),
            (true, article("https://a.b/2024/03/09/c", "2023-01-02.txt", ""), "2024-03-09"),
            (true, article("https://a.b/c", "2023-01-02.txt", ""), "2023-01-02"),
            (true, article("", "2023-01-02.txt", "2024-03-09"), "2024-03-09"),
            (false, article("", "2023-01-02.txt", ""), ""),
        ];
        for (in_paths, article, date) in rows {
            assert_eq!(complete(article.clone(), &options(in_paths)).date, date, "{article:?}");
        }
    }

    #[test]
    fn a_declared_language_is_kept() {
        let text = "The president of Russia arrived in Syria on Monday and met the president there.".to_owned();
        let language = |declared: &str| {
            let article = Article { text: text.clone(), language: declared.into(), ..Article::default() };
            complete(article, &ReadOptions::default()).language
        };
        assert_eq!((&*language(""), &*language("fr")), ("en", "fr"));
    }
}
