//! What an article does not say of itself: every article's last step, whatever it was read from.

use super::{ReadOptions, date, language};
use crate::model::{Article, Status};

/// Gives an article that was read the date of its address or name, where the options ask for it and it has none; the
/// language of its text, where it declares none; and its title before its text, where they ask for that.
pub(super) fn complete(mut article: Article, options: &ReadOptions) -> Article {
    if options.dates.in_paths && article.date.is_empty() && article.status != Status::Skipped {
        let found = date::in_path(&article.url).or_else(|| date::in_path(&article.name));
        article.date = found.map(|date| date.to_string()).unwrap_or_default();
    }
    if article.language.is_empty() && article.status == Status::Ok {
        article.language = language::of_text(&article.text).to_owned();
    }
    if options.with_title {
        with_title(&mut article);
    }
    article
}

/// Puts the title of an article and a blank line before its text; the title of one without text is its text.
fn with_title(article: &mut Article) {
    let title = article.title.trim();
    match article.status {
        Status::Ok if !title.is_empty() => article.text.insert_str(0, &format!("{title}\n\n")),
        Status::Empty if !title.is_empty() => {
            article.text = title.to_owned();
            article.status = Status::Ok;
        }
        _ => {}
    }
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
    fn a_title_is_text_where_it_is_asked_for() {
        let titled = |title: &str, text: &str, status| {
            let article = Article { title: title.into(), text: text.into(), status, ..Article::default() };
            let options = ReadOptions { with_title: true, ..ReadOptions::default() };
            assert_eq!(complete(article.clone(), &ReadOptions::default()).text, text);
            let article = complete(article, &options);
            (article.text, article.status, article.title == title)
        };
        let rows = [
            (titled("A visit", "To Syria.", Status::Ok), ("A visit\n\nTo Syria.", Status::Ok)),
            (titled("  ", "To Syria.", Status::Ok), ("To Syria.", Status::Ok)),
            (titled("A visit ", "", Status::Empty), ("A visit", Status::Ok)),
            (titled("", "", Status::Empty), ("", Status::Empty)),
            (titled("A visit", "", Status::Failed), ("", Status::Failed)),
            (titled("A visit", "", Status::Skipped), ("", Status::Skipped)),
        ];
        for ((text, status, same_title), expected) in rows {
            assert_eq!(((&*text, status), same_title), (expected, true));
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
